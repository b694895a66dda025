const set = (words: string) => new Set(words.split(/\s+/));

/** Words that stand where a name could, after a greeting or after "this is", and are none. Lower case. */
export const ordinary = set(`
  there all both everyone everybody anyone anybody team folks guys people friend friends customer customers client sir madam madame
  maam ladies gentlemen again world yes yeah yep no nope ok okay please thanks thank you your yours my mine our ours
  sorry just quick quickly can could would shall should might must have has had what whats when where which why how who whose is are
  was were am do does did done i im ive it its this that these those the a an and or but so if as at by for from in into of off on
  onto out over to under up with without not any some good great nice best better perfect excellent awesome cool fine wonderful
  regards wishes cheers sincerely kind warm warmest many much very really too also only still now then here today tomorrow
  yesterday tonight morning afternoon evening day night week weekend month year late later soon never always maybe perhaps
  need needed want wanted looking waiting trying having going getting calling writing asking let lets get got give take make
  see hear help hi hello hey dear bye goodbye welcome well hope happy glad sure right wrong true false correct incorrect
  important urgent first second last next new old same different other another more less most least one two three
  question questions refund refunds return problem problems issue complaint reminder update
  monday tuesday wednesday thursday friday saturday sunday january february march july august september october
  november december christmas easter covid english german french spanish american canadian british european italian
  chinese japanese dutch polish turkish indian australian order orders account email phone number address name
  unacceptable ridiculous unbelievable terrible horrible awful disappointing frustrating amazing because since
  zusammen alle allerseits leute kunde kunden kundin damen herren liebe lieber grüße grüsse gruß gruss viele vielen beste besten schöne
  freundliche freundlichen mit und oder aber ich wir sie ihr ihre ihren mein meine der die das den dem ein eine einen bitte danke dank
  nochmal nochmals wieder guten tag morgen abend hallo ja nein gut gerne sehr nur noch wo wann warum wie was wer ist sind
  können könnten kann habe haben für von zu zum zur im am an auf aus bei nicht alles klar
  tous toutes tout monde merci bonjour bonsoir salut oui non cher chère bien cordialement je nous vous il elle le la les un
  une des du de et ou mais pour par avec sans pas est sont voici encore désolé
  todos todas gracias hola sí buenas buenos días tardes noches estimado estimada saludos yo nosotros usted el los las
  y o pero por para con sin es son qué cómo cuándo dónde buen bueno
  regarding concerning about attached following below above per via
  latte mocha coffee espresso cappuccino americano tea pepper chrome windows amazon apple paypal fedex ups usps dhl
  black friday mom mum mommy dad daddy siri alexa google america
`);

/** Words inside a surname, as in `van der Berg`, which some write with a capital. Lower case. */
export const particles = set(`
  van von de der den del della da dos di du la las le los zu zum zur bin ibn al el ter ten y e
`);

/**
 * Given names that are no other word: in small letters a greeting or a signature shows these alone. Anything else may
 * follow one there, as in `thanks, bye`. Lower case.
 */
export const given = set(`
  james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald
  steven stephen paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary
  nicholas eric jonathan larry justin scott brandon benjamin samuel gregory alexander patrick raymond dennis jerry
  tyler aaron jose adam nathan henry douglas zachary peter kyle noah ethan jeremy walter keith terry sean gerald carl
  harold arthur lawrence jesse bryan bruce gabriel logan juan alan albert philip vincent bobby johnny bradley liam
  lucas oliver mike dave steve chris matt dan tom tim jim joe ben sam alex nick greg kate katie mary patricia jennifer
  linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna
  michelle amanda melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley brenda
  emma anna pamela nicole samantha katherine christine helen debra rachel carolyn janet maria catherine diane olivia
  julie joyce ruth lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha teresa sara
  janice ann kathryn abigail sophia frances jean alice judy isabella julia denise beverly danielle marilyn brittany
  diana natalie sophie chloe zoe lucy jane jenny hans peter klaus jürgen wolfgang stefan andreas matthias markus
  tobias jonas lukas felix sebastian florian jan sabine petra monika ursula birgit katrin lena mia lea johanna pierre
  michel philippe nicolas julien antoine camille isabelle nathalie sylvie élodie hélène carlos luis jorge miguel pedro
  diego javier alejandro fernando sofía lucía carmen ana isabel mohammed muhammad ahmed ali fatima aisha priya raj wei
`);

/** Words of companies, departments and roles: a name that holds one is no person's. Lower case. */
export const organisational = set(`
  team support service services returns return orders shop store stores stock company co corp corporation inc ltd limited llc plc
  gmbh ag kg sa sas sarl bv group department desk help helpdesk care center centre office outfitters customer sales
  billing shipping delivery warehouse manager management staff agent assistant bot bank insurance airlines hotel
  devoluciones pedidos atención retours commandes clients rücksendungen retouren
  kundenservice kundendienst versand abteilung zentrale firma bestellung bestellungen équipe entreprise équipo equipo empresa
`);

/**
 * Given names and surnames that are everyday words as well. They count where a greeting or a signature shows a name;
 * alone, elsewhere in the conversation, they are left: replacing them would break more sentences than it protects.
 */
export const everyday = set(`
  will mark may april june august summer autumn rose grace hope joy faith bill bob frank rich art guy dawn eve iris ivy lily
  daisy violet ruby jade amber pearl crystal angel chance chase drew grant hunter jack max miles pat penny pierce ray rob
  rusty skip sonny sterling sue ward wade brown black white green gray grey young long short small little good best price
  page cook baker butcher carpenter taylor miller mason potter fisher farmer gardener hunter king queen prince bishop pope
  day knight winter snow rain frost field fields hill hills wood woods stone rock brook lake ford bush marsh park parks
  street lane church hall house case cash card bond love wise sharp strong swift hardy noble banks bell berry bird fox
  wolf lamb bull fish rice bean ball power powers north west east south star light
  klein gross groß lang kurz koch wolf sommer winter herbst ernst kaiser könig bauer fuchs vogel hahn stein berg bach wald
  baum roth schwarz weiß weiss braun jung neu alt reich stark frei fromm schön wunder
  petit grand blanc noir rouge brun leroy roi fleur marin colin claire aimée fleurie
  rosa paz luz mar cruz flores rey blanco moreno delgado bueno ángel
`);
