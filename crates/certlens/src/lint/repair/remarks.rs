//! What was not understood, or was understood and is worth a word.

use super::lint;
use crate::rule::Rule;
use crate::rule::Severity::{Error, Notice, Warning};

pub(super) const RULES: &[&Rule] = &[
    &EMPTY,
    &UNKNOWN,
    &DESCRIBE,
    &PRINTED,
    &SURROUNDING,
    &BINARY,
    &NOT_UTF8,
    &COMPRESSED,
    &HELM,
    &BROKEN_YAML,
    &NOT_BASE64,
    &PEM_IN_DATA,
    &OVERRIDDEN,
    &DUPLICATE_KEY,
    &LAST_APPLIED,
    &LAST_APPLIED_KEY,
    &ALIAS,
    &LIMIT,
    &VALUE_MISSING,
];

const HERE: &str = "what this reader recognises";
const KUBERNETES: &str = "the Kubernetes API server and kubectl";

pub(super) const EMPTY: Rule = lint(
    "source-empty",
    Notice,
    "source without content",
    HERE,
    "An empty file is what a failed command leaves behind.",
    "Look at the command that wrote it, and give the certificate, key or Secret itself.",
);
pub(super) const UNKNOWN: Rule = lint(
    "text-not-understood",
    Notice,
    "text without certificates or keys",
    HERE,
    "It was read as PEM, base64, hexadecimal digits, YAML and JSON.",
    "Leave it out, or give the PEM or the Secret it speaks of.",
);
pub(super) const DESCRIBE: Rule = lint(
    "describe-output",
    Warning,
    "output of kubectl describe instead of a Secret",
    KUBERNETES,
    "That command prints the sizes of a Secret's values and not the values.",
    "Give the output of `kubectl get secret NAME -o yaml`.",
);
pub(super) const PRINTED: Rule = lint(
    "openssl-text-output",
    Warning,
    "what openssl printed of a certificate instead of the certificate",
    HERE,
    "`openssl x509 -text` prints what a certificate says, which cannot be turned back into the certificate.",
    "Give its PEM: `openssl x509 -in FILE` prints it, `openssl s_client -connect HOST:PORT -showcerts </dev/null` that of a server, \
     and `kubectl get secret NAME -o yaml` that of a Secret.",
);
pub(super) const SURROUNDING: Rule = lint(
    "text-around-blocks",
    Notice,
    "text around blocks",
    "Go 1.26, OpenSSL 3, Java 21, rustls and GnuTLS read past it",
    "Loaders of PEM skip text before, between and after blocks.",
    "Nothing need be done; check that nothing in it was meant to be read.",
);
pub(super) const BINARY: Rule = lint(
    "binary-not-understood",
    Warning,
    "binary data of unknown kind",
    HERE,
    "It is not DER, PKCS #12, a Java key store or an OpenSSH key.",
    "Check that the file is the one that was meant, and convert it to PEM or DER.",
);
pub(super) const NOT_UTF8: Rule = lint(
    "text-not-utf-8",
    Notice,
    "bytes that are not UTF-8",
    "YAML 1.2 §5.2",
    "YAML and JSON allow no other bytes; PEM loaders skip them in comments.",
    "Save the file as UTF-8.",
);
pub(super) const COMPRESSED: Rule = lint(
    "compressed-data",
    Warning,
    "compressed data",
    HERE,
    "Of archives that are files everything is read, up to 5,000 files, 128 MB and four archives in one another, but nothing that is \
     encrypted, damaged or packed otherwise than by deflate; archives inside Secrets are left alone.",
    "Unpack it and give the files in it.",
);
pub(super) const HELM: Rule = lint(
    "helm-release",
    Notice,
    "Helm release",
    "Helm 3",
    "It holds a compressed chart with its values, which are not in use as they stand there.",
    "Give the Secrets that the release made.",
);
pub(super) const BROKEN_YAML: Rule = lint(
    "yaml-broken",
    Warning,
    "YAML that cannot be parsed",
    KUBERNETES,
    "kubectl refuses such a document; what could be found in its text was read all the same.",
    "Mend the indentation or the quotation marks near the place it names.",
);
pub(super) const NOT_BASE64: Rule = lint(
    "secret-data-not-base64",
    Error,
    "value in data that is not base64",
    KUBERNETES,
    "Values in `data` and `binaryData` are base64 by definition, the alphabet with `+` and `/`, its `=` included and line breaks at the most in it; the API server refuses the object.",
    "Encode the value with `base64 -w0`, or move it to `stringData`.",
);
pub(super) const PEM_IN_DATA: Rule = lint(
    "secret-data-pem",
    Error,
    "PEM in data of a Secret",
    KUBERNETES,
    "Values in `data` are base64 by definition, and the API server refuses the object.",
    "Move the value to `stringData`, or encode it with `base64 -w0`.",
);
pub(super) const OVERRIDDEN: Rule = lint(
    "secret-value-overridden",
    Warning,
    "value in data that stringData replaces",
    KUBERNETES,
    "The API server writes the values of `stringData` over those of `data`; both were read, and the value of `data` reaches no workload.",
    "Remove the one that is not meant.",
);
pub(super) const DUPLICATE_KEY: Rule = lint(
    "duplicate-key",
    Warning,
    "key that a mapping has twice",
    KUBERNETES,
    "kubectl takes the last one, or refuses the document with strict validation; both were read, and the last one is what counts here.",
    "Remove the one that is not meant.",
);
pub(super) const LAST_APPLIED: Rule = lint(
    "last-applied-copy",
    Notice,
    "copy of the object in an annotation",
    "kubectl apply",
    "`kubectl apply` keeps what it was given in `last-applied-configuration`; it may be older than the object.",
    "Use `kubectl apply --server-side`, which leaves no such annotation.",
);
pub(super) const LAST_APPLIED_KEY: Rule = lint(
    "last-applied-private-key",
    Warning,
    "private key in an annotation",
    "kubectl apply",
    "`kubectl apply` keeps what it was given in `last-applied-configuration`, and tools that hide `data` show annotations.",
    "Remove the annotation, use `kubectl apply --server-side` from now on, and replace the key if anyone may have seen it.",
);
pub(super) const ALIAS: Rule = lint(
    "yaml-alias-unresolved",
    Warning,
    "YAML alias without an anchor",
    "YAML 1.2 §7.1",
    "An alias needs an anchor before it in the same document, and no more than 1000 are followed.",
    "Write the value out, or define the anchor.",
);
pub(super) const LIMIT: Rule = lint(
    "reading-limit",
    Warning,
    "limit of reading reached",
    HERE,
    "What lies beyond was not looked at.",
    "Give the inner file, or the part that matters, by itself.",
);
pub(super) const VALUE_MISSING: Rule = lint(
    "secret-value-missing",
    Warning,
    "key without a value",
    KUBERNETES,
    "A comment or a placeholder is not a value: whatever mounts this object finds an empty file or none.",
    "Fill the values in, for a Secret with `kubectl create secret tls NAME --cert=FILE --key=FILE --dry-run=client -o yaml`.",
);
