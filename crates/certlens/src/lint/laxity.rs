//! Settings that leave a certificate unverified.

use super::{Lint, Note};
use crate::config::laxity::{Lapse, Laxity};
use crate::rule::{Citation, Rule, RuleKind, Severity};

pub(super) const LINTS: &[Lint<Laxity>] = &[PEER_NOT_VERIFIED, NAME_NOT_VERIFIED, CLIENT_NOT_VERIFIED];

const PEER_NOT_VERIFIED: Lint<Laxity> = Lint {
    rule: &Rule {
        code: "peer-not-verified",
        title: "setting that switches verification off",
        severity: Severity::Error,
        citation: Citation::Document("CWE-295, Improper Certificate Validation"),
        explanation: "The connection is then encrypted, and with whom is not known: whoever is in between answers with a certificate of its own.",
        remedy: "Take it away, and give the program the CA of the other side.",
        kind: RuleKind::Lint,
    },
    run: |laxity, _| of(laxity, Lapse::Certificate, "take any certificate, whoever issued it"),
};

const NAME_NOT_VERIFIED: Lint<Laxity> = Lint {
    rule: &Rule {
        code: "name-not-verified",
        title: "setting that switches the comparison of names off",
        severity: Severity::Error,
        citation: Citation::Rfc(9325, "6.1"),
        explanation: "Whoever has a certificate of the same CA can then answer in the server's place, every other workload of a cluster among them.",
        remedy: "Take it away, and issue the certificate with every name that is dialled.",
        kind: RuleKind::Lint,
    },
    run: |laxity, _| of(laxity, Lapse::Name, "take a certificate of any name that its CA issued"),
};

const CLIENT_NOT_VERIFIED: Lint<Laxity> = Lint {
    rule: &Rule {
        code: "client-not-verified",
        title: "setting that lets clients in without a certificate that is verified",
        severity: Severity::Warning,
        citation: Citation::Practice("the manual of each program, where it says what the setting does"),
        explanation: "That is no mutual TLS: who wants to get in shows no certificate, or one of its own making, unless the program looks again behind the handshake.",
        remedy: "Demand a certificate of the clients' CA, or check behind the handshake that one was verified.",
        kind: RuleKind::Lint,
    },
    run: |laxity, _| of(laxity, Lapse::Client, "let clients in without a certificate that it has verified"),
};

fn of(laxity: &Laxity, lapse: Lapse, what: &str) -> Vec<Note> {
    let message = format!("`{}` has {} {what}", laxity.written, laxity.program);
    Note::text_when(laxity.lapse == lapse, laxity.span, message)
}
