import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PowerMonitor } from 'electron';
import { HostEmitter } from './emitter.ts';
import { pageMessages } from './page-messages.ts';

const SUPPLIES = '/sys/class/power_supply';

/** On Linux by the kernel's word; elsewhere unknown, and taken for mains. */
function batteryIsDraining(): boolean {
  try {
    return readdirSync(SUPPLIES).some(
      (supply) => readFileSync(join(SUPPLIES, supply, 'status'), 'utf8').trim() === 'Discharging',
    );
  } catch {
    // No such folder, or a supply without a status: no battery to speak of.
    return false;
  }
}

/** Idle time counts from the last input in the app's own windows: the host does not see the rest of the desktop. */
class HostPowerMonitor
  extends HostEmitter
  implements Pick<PowerMonitor, 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower'>
{
  #lastInput = Date.now();

  constructor() {
    super('powerMonitor');
    pageMessages.on('input', () => {
      this.#lastInput = Date.now();
    });
  }

  getSystemIdleTime(): number {
    return Math.floor((Date.now() - this.#lastInput) / 1000);
  }
  isOnBatteryPower(): boolean {
    return batteryIsDraining();
  }
  get onBatteryPower(): boolean {
    return this.isOnBatteryPower();
  }
}

export const powerMonitor = new HostPowerMonitor();
