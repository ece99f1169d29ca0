//! One key in several certificates.

use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::Certificate;

pub(super) const LINTS: &[Lint<Certificate>] = &[KEY_OF_SEVERAL_SUBJECTS, KEY_OF_SERVER_AND_CLIENT];

/// The certificate before this one, in the inventory's order, that has the same key and that `matches` holds of.
fn earlier_with_key<'a>(
    certificate: &Certificate,
    context: &'a Context<'_>,
    matches: impl Fn(&Certificate) -> bool,
) -> Option<&'a crate::inventory::Object> {
    let first = context.kin.first_with_key_of(certificate).filter(|first| Some(*first) != context.id())?;
    context.inventory.certificate(first).filter(|first| matches(first))?;
    context.inventory.object(first)
}

const KEY_OF_SEVERAL_SUBJECTS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "key-of-several-subjects",
        title: "one key for several subjects",
        severity: Severity::Warning,
        citation: Citation::Practice("whoever holds the key can act as each of them"),
        explanation: "Two holders have the same private key: each can act as the other, and a key that leaks at one leaks for both.",
        remedy: "Make a key for each: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`.",
        kind: RuleKind::Lint,
    },
    run: key_of_several_subjects,
};

fn key_of_several_subjects(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let other = earlier_with_key(certificate, context, |other| {
        other.subject.der != certificate.subject.der && !other.subject.matches(&certificate.subject)
    });
    let range = certificate.public_key.as_ref().map(|key| key.range).unwrap_or_default();
    other
        .map(|other| context.note(range, format!("its public key is also that of {}", other.name())))
        .into_iter()
        .collect()
}

const KEY_OF_SERVER_AND_CLIENT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "key-of-server-and-client",
        title: "one key for a server and a client certificate",
        severity: Severity::Warning,
        citation: Citation::Practice("one key, one purpose"),
        explanation: "The certificates keep the roles apart, and the key brings them together: a signature made in one role is one of the other's key.",
        remedy: "Make a key for each role.",
        kind: RuleKind::Lint,
    },
    run: key_of_server_and_client,
};

fn key_of_server_and_client(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let roles = |one: &Certificate, two: &Certificate| role::is_server(one) && role::is_client_only(two);
    let other = earlier_with_key(certificate, context, |other| {
        roles(certificate, other) || roles(other, certificate)
    });
    let range = certificate.public_key.as_ref().map(|key| key.range).unwrap_or_default();
    other
        .map(|other| context.note(range, format!("it and {} are of one key and of two roles", other.name())))
        .into_iter()
        .collect()
}
