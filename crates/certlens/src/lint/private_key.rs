//! Private keys: what can be said of one without knowing it.

use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::private_key::{KeyEncoding, PrivateKeyFacts};

pub(super) const LINTS: &[Lint<PrivateKeyFacts>] = &[
    PRIVATE_KEY_CONTRADICTORY,
    PRIVATE_KEY_TRADITIONAL_ENCRYPTION,
    PRIVATE_KEY_OPENSSH,
    PRIVATE_KEY_TRADITIONAL,
];

const PRIVATE_KEY_CONTRADICTORY: Lint<PrivateKeyFacts> = Lint {
    rule: &Rule {
        code: "private-key-contradictory",
        title: "private key whose parts do not belong together",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go, OpenSSL and rustls check the parts when they load a key, each some of them",
        ),
        explanation: "The file was put together from two keys, or damaged. Signatures made with it do not fit the certificate.",
        remedy: "Take the key from its source again, or make a new key and a certificate for it.",
        kind: RuleKind::Lint,
    },
    run: private_key_contradictory,
};

fn private_key_contradictory(facts: &PrivateKeyFacts, context: &Context<'_>) -> Vec<Note> {
    facts.contradictions.iter().map(|found| context.note(ByteRange::default(), found.to_string())).collect()
}

const PRIVATE_KEY_TRADITIONAL_ENCRYPTION: Lint<PrivateKeyFacts> = Lint {
    rule: &Rule {
        code: "private-key-traditional-encryption",
        title: "private key encrypted in the traditional way",
        severity: Severity::Warning,
        citation: Citation::Practice("OpenSSL's traditional PEM derives the key from one round of MD5"),
        explanation: "`Proc-Type: 4,ENCRYPTED` turns the password into a key with a single round of MD5, so that passwords are guessed at great speed. Go and rustls do not read it.",
        remedy: "Write it anew as PKCS #8: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW`.",
        kind: RuleKind::Lint,
    },
    run: private_key_traditional_encryption,
};

fn private_key_traditional_encryption(facts: &PrivateKeyFacts, context: &Context<'_>) -> Vec<Note> {
    let found = facts.encoding == KeyEncoding::EncryptedPem;
    context.when(found, ByteRange::default(), || "it is encrypted in the traditional way of OpenSSL")
}

const PRIVATE_KEY_OPENSSH: Lint<PrivateKeyFacts> = Lint {
    rule: &Rule {
        code: "private-key-openssh",
        title: "private key in the format of OpenSSH",
        severity: Severity::Error,
        citation: Citation::Practice("no TLS stack that was tried loads `OPENSSH PRIVATE KEY`"),
        explanation: "It is the file of a user of SSH. TLS stacks read PKCS #8, and some of them PKCS #1 and SEC 1.",
        remedy: "Make a key for TLS; to keep this one, `ssh-keygen -p -m PKCS8 -f FILE` writes it as PKCS #8.",
        kind: RuleKind::Lint,
    },
    run: private_key_openssh,
};

fn private_key_openssh(facts: &PrivateKeyFacts, context: &Context<'_>) -> Vec<Note> {
    let found = facts.encoding == KeyEncoding::OpenSsh;
    context.when(found, ByteRange::default(), || "it is in the format of OpenSSH; PKCS #8 is needed")
}

const PRIVATE_KEY_TRADITIONAL: Lint<PrivateKeyFacts> = Lint {
    rule: &Rule {
        code: "private-key-traditional",
        title: "private key in a format of one algorithm",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "Java and Netty read PKCS #8 only; Go, OpenSSL and rustls read the others too",
        ),
        explanation: "PKCS #1 and SEC 1 are read by OpenSSL, Go and rustls. Java does not know them.",
        remedy: "If a Java program is to load it, write it anew: `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW`.",
        kind: RuleKind::Lint,
    },
    run: private_key_traditional,
};

fn private_key_traditional(facts: &PrivateKeyFacts, context: &Context<'_>) -> Vec<Note> {
    let found = matches!(facts.encoding, KeyEncoding::Pkcs1 | KeyEncoding::Sec1 | KeyEncoding::Dsa);
    context.when(found, ByteRange::default(), || {
        format!("it is written as {}; PKCS #8 is read by all", facts.encoding)
    })
}
