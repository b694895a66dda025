import { describe, expect, test } from 'vitest';
import { datasetId, manifestText, readManifest } from '../../electron/service/dataset/lockfile/manifest.ts';

/**
 * A manifest of the first version, to the letter. A dataset is known by these bytes: whoever must change this text
 * changes the ids of datasets that exist, and gives the new shape a version of its own.
 */
const first = `{
  "manifest": 1,
  "tool": {
    "name": "assay",
    "version": "0.1.0"
  },
  "recipe": {
    "name": "Autumn",
    "filters": {
      "agent": "Support",
      "tags": [
        "refund"
      ],
      "from": "2026-09-01T00:00:00Z",
      "to": null
    },
    "gate": {
      "approvedOnly": true,
      "minOverall": 4,
      "minCriterion": 4
    },
    "systemPrompts": {
      "Support": "Answer briefly."
    },
    "formats": [
      "openai-chat"
    ],
    "split": {
      "seed": 1,
      "validation": 0.1,
      "holdout": 0.1
    },
    "nearDuplicates": "keep_best",
    "choices": {
      "keep": [],
      "leaveOut": [
        "sample 7"
      ]
    },
    "personalData": {
      "kinds": [
        "email",
        "name"
      ],
      "patterns": [
        {
          "name": "member id",
          "pattern": "M-[0-9]{4}"
        }
      ],
      "allow": [
        "help@shop.example"
      ],
      "leave": []
    },
    "maxTokens": null,
    "largeGroupAccepted": false
  },
  "rubricVersions": [
    1
  ],
  "examples": {
    "train": 1,
    "validation": 0,
    "holdout": 0
  },
  "rejected": 0,
  "funnel": [
    {
      "step": "collected",
      "count": 2,
      "reasons": {
        "filtered": 1
      }
    }
  ],
  "unformatted": {
    "trl-dpo": {
      "no_pair": 1
    }
  },
  "tokens": {
    "total": 40,
    "median": 40,
    "p95": 40,
    "most": 40
  },
  "intents": [
    {
      "intent": null,
      "examples": 1,
      "collected": 2
    }
  ],
  "largestGroup": 1,
  "proof": {
    "groups": 1,
    "prompts": 1
  },
  "files": [
    {
      "path": "openai-chat/train.jsonl",
      "format": "openai-chat",
      "side": "train",
      "rows": 1,
      "bytes": 120,
      "sha256": "0000000000000000000000000000000000000000000000000000000000000000"
    }
  ]
}
`;

describe('a manifest of the first version', () => {
  test('is read, written as it was, and known by the same id', () => {
    const read = readManifest(first, 'a test');
    expect(manifestText(read)).toBe(first);
    expect(datasetId(first)).toBe('9bf6b5019aaefb564d04f5b6ea6faf4d8e5252dc2144c3003ff5b8eafb544462');
  });

  test.each(['../work.db', 'openai-chat/../../work.db', '.', 'openai-chat/..', '/etc/passwd', 'a//b'])(
    'is none when it names a file outside of its folder: %s',
    (path) => {
      const { files, ...rest } = JSON.parse(first);
      const crafted = JSON.stringify({ ...rest, files: [{ ...files[0], path }] });
      expect(() => readManifest(crafted, 'That file')).toThrow('That file is no manifest');
    },
  );

  test('of a later version is refused, with a sentence', () => {
    const later = first.replace('"manifest": 1', '"manifest": 2');
    expect(() => readManifest(later, 'That file')).toThrow('That file is no manifest of a dataset that this version');
  });
});
