/** One paste or one file. */
export interface Input {
  name: string;
  content: string | Uint8Array;
}

/** What to judge by; everything has a default. */
export interface InspectionSettings {
  /** The validation time, RFC 3339; by default now. */
  at?: string;
  /** Certificates to trust, PEM, beside those that a Secret calls `ca.crt`. */
  trust?: string[];
  /** What the certificate is for; by default any. */
  purpose?: "any" | "server" | "client";
  /** Names that will be dialled: DNS names, addresses, URIs. */
  names?: string[];
  /** What is asked beside RFC 5280 §6.1; by default private. */
  profile?: "private" | "rfc5280" | "webpki";
  /** What of an anchor's certificate counts; by default everything. */
  anchors?: "enforced" | "name-and-key";
  /** Whether revocation must be known; by default only where lists or responses are given. */
  revocation?: "when-given" | "required";
  /** The most intermediates that are not self-issued. */
  maxIntermediates?: number;
}

export type Severity = "error" | "warning" | "notice";
export type Outcome = "pass" | "fail" | "not-applicable" | "undetermined";
export type Verdict = "accept" | "reject" | "undetermined";

/** Bytes `start..end` of source number `source`. */
export interface Span { source: number; start: number; end: number }

export interface Finding {
  code: string;
  title: string;
  kind: "requirement" | "lint";
  severity: Severity;
  outcome: Outcome;
  message: string;
  /** The object concerned, and its bytes. */
  object: number | null;
  start: number | null;
  end: number | null;
  /** The characters of the input concerned. */
  text: Span | null;
  /** A command of other people's programs that shows it. */
  check?: string;
}

export interface Origin { source: string; source_index: number; path: string; start: number; end: number }

/** Whether a role is allowed by extKeyUsage, and by keyUsage for each key exchange. */
export interface RoleUsages {
  role: "server" | "client";
  purpose: {
    needed: string;
    state: PurposeState;
    refused_by: string[];
    message: string;
    issuers: { object: number; state: PurposeState; refused_by: string[]; message: string }[];
  };
  exchanges: {
    exchange: "tls1.3" | "tls1.2-ecdhe" | "tls1.2-rsa" | "tls1.2-ecdh";
    label: string;
    needed: string;
    state: "present" | "missing" | "unrestricted" | "unreadable";
    enforced_by: string[];
    refused_by: string[];
    message: string;
  }[];
}
export type PurposeState = "absent" | "listed" | "any-only" | "empty" | "not-listed" | "unreadable";

/** How one certificate, or that of one request, is issued properly. */
export interface Fix {
  object: number;
  title: string;
  /** Codes of the rules that found what this cures. */
  cures: string[];
  changes: string[];
  /** What has to be decided by whoever issues it. */
  gaps: string[];
  /** Name of the file that `config` goes into. */
  file: string;
  config: string;
  commands: string;
  manifest: string;
}

/** One thing found; the fields from `subject` on are those of certificates. */
export interface FoundObject {
  id: number;
  kind:
    | "certificate" | "private-key" | "public-key" | "certification-request"
    | "certificate-revocation-list" | "ocsp-response" | "container" | "unreadable";
  title: string;
  origins: Origin[];
  defects: { message: string; start: number; end: number }[];
  sha256?: string;
  spki_sha256?: string;
  key_algorithm?: string;
  version?: number | null;
  name?: string;
  subject?: string;
  issuer?: string;
  serial?: string;
  not_before?: string;
  not_after?: string;
  validity?: string;
  validity_state?: "valid" | "expired" | "not-yet-valid" | "unreadable";
  /** When cert-manager renews it: as the `Certificate` in the paste says, or else, of one that is no CA's, after two thirds of its lifetime. */
  renewal?: string;
  /** The `Certificate` that says so; where `renewal` is absent, it has windows that have not been judged. */
  renewal_told_by?: string;
  role?: "ca" | "server" | "client" | "server-and-client" | "any" | "other";
  sha1?: string;
  subject_alternative_names?: string[];
  key_usage?: string[] | null;
  extended_key_usage?: string[] | null;
  is_ca?: boolean;
  path_len?: number | null;
  is_self_issued?: boolean;
  subject_key_identifier?: string | null;
  authority_key_identifier?: string | null;
  signature_algorithm?: string;
  /** The times between which a revocation list is to be used. */
  updates?: { this_update: string; next_update?: string };
  usages?: { roles: RoleUsages[]; notes: string[] };
}

/** How a path ends. */
export type PathEnd = "anchor" | "untrusted" | "missing-issuer" | "loop";

export interface Path {
  target: number;
  verdict: Verdict;
  summary: string;
  /** When all of its certificates are valid; `end` is the effective expiry. */
  window?: { start: string; end: string; ends_with: number; words: string };
  certificates: number[];
  end: PathEnd;
  missing_issuer?: string;
  steps: { certificate: number; role: "end-entity" | "intermediate" | "trust-anchor"; findings: Finding[] }[];
  /** Other paths that were tried, at most four. */
  others?: { verdict: Verdict; certificates: number[]; end: PathEnd; reason?: Finding }[];
}

/** What `inspect` gives: the document of `certlens inspect --format json`. */
export interface Inspection {
  schema: "certlens.inspection/1";
  at: string;
  /** What was found and how it stands, in a sentence or two. */
  summary: string;
  sources: string[];
  objects: FoundObject[];
  manifests: {
    name: string; kind: string; type: string | null; span: Span;
    entries: { key: string; section: string; state: string; objects: number[]; span: Span }[];
  }[];
  /** Code, commands, manifests and alerts about certificates, in the order of the input. */
  configuration: {
    kind:
      | "go-tls-config" | "go-verify-options" | "go-file" | "commands"
      | "cert-manager-certificate" | "cert-manager-issuer" | "mounts" | "tls-client" | "alert";
    title: string;
    facts: { name: string; value: string }[];
    span: Span;
  }[];
  relations: { kind: "issued" | "key-of" | "same-key" | "same-secret"; from: number; to: number; proof?: string }[];
  paths: Path[];
  findings: Finding[];
  fixes: Fix[];
  secrets: { span: Span; what: string }[];
  /** Digests pasted on lines of their own, and what they are of. */
  digests: { span: Span; pin: string; verdict: "matches" | "mistaken" | "unmatched"; messages: string[]; objects: number[] }[];
  /** Errors of TLS stacks in the input, each with what may be behind it; what the input exhibits comes first. */
  errors: {
    span: Span; text: string; repeated: number; stack: string; dialled?: string;
    meaning: string; place: string; citation: string;
    causes: { code: string; title: string; exhibited: boolean; message: string }[];
  }[];
}

/** How a pair is judged. */
export interface PairSettings {
  /** The time of the handshake, RFC 3339; by default now. */
  at?: string;
  /** The name that the client dials; by default what pasted code says, else the first of the server's certificate. */
  name?: string;
  /** What the server allows in TLS 1.2: `ecdhe-rsa`, `ecdhe-ecdsa`; by default both, or what pasted code says. */
  suites?: string[];
  /** The ids of the stacks in question; by default all. */
  stacks?: string[];
}

/** A pair, judged by every stack at either end. */
export interface Pair {
  schema: "certlens.pair/1";
  at: string;
  name: string;
  /** How the name, the versions and the suites were told, a sentence each. */
  told: string[];
  summary: string;
  server: PairSide | null;
  client: PairSide | null;
  stacks: PairStack[];
  /** Every stack as the client with every stack as the server; empty with one side alone. */
  handshakes: { client: string; server: string; tls: "1.2" | "1.3"; verdict: "accept" | "reject" | "undetermined" }[];
  findings: Finding[];
}

/** One side of a pair. */
export interface PairSide {
  title: string;
  /** How its files and its role were told. */
  reasons: string[];
  certificate: string | null;
}

/** What one stack makes of a pair. */
export interface PairStack {
  stack: string;
  name: string;
  version: string;
  recorded: string;
  found_in: string;
  /** As the client, judging the server's certificate, by `tls1.2` and `tls1.3`. */
  client: Record<string, PairVerdict>;
  /** As the server, judging the client's certificate, likewise. */
  server: Record<string, PairVerdict>;
}

/** What one stack does in one role with one version. */
export interface PairVerdict {
  verdict: "accept" | "reject" | "load_error" | "undetermined";
  /** The stack's own text. */
  error: string;
  /** Codes of the rules that do not hold for it. */
  codes: string[];
  /** What the other side sees. */
  peer_sees: string;
  when: "" | "load" | "handshake" | "read";
  /** Why nothing can be said, where it is undetermined. */
  reason: string;
}
