//! Pins in Go code: which connections they are checked on, and when they break.

use super::{Context, Lint, Note};
use crate::config::go::{Callback, GoTlsConfig};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::Span;

pub(super) const LINTS: &[Lint<GoTlsConfig>] =
    &[PIN_SKIPPED_ON_RESUMPTION, PIN_OF_WHOLE_CERTIFICATE, PIN_COMPARED_AS_TEXT, PIN_WITHOUT_BACKUP];

const PIN_SKIPPED_ON_RESUMPTION: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "pin-skipped-on-resumption",
        title: "VerifyPeerCertificate without VerifyConnection",
        severity: Severity::Warning,
        citation: Citation::Practice("Go, crypto/tls: golang/go#39012, golang/go#77377"),
        explanation: "`VerifyPeerCertificate` is not called when a session is resumed, so that what it checks is not checked on such connections.",
        remedy: "Move the check to `VerifyConnection`, which is called for every connection; `certlens pins` writes one.",
        kind: RuleKind::Lint,
    },
    run: pin_skipped_on_resumption,
};

fn pin_skipped_on_resumption(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    let alone = config.verify_peer_certificate.iter().filter(|_| config.verify_connection.is_none());
    alone
        .map(|callback| {
            let name = Span { end: callback.span.start + "VerifyPeerCertificate".len(), ..callback.span };
            Note::text(name, "it has `VerifyPeerCertificate` and no `VerifyConnection`")
        })
        .collect()
}

const PIN_OF_WHOLE_CERTIFICATE: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "pin-of-whole-certificate",
        title: "pin of a certificate, which every renewal breaks",
        severity: Severity::Warning,
        citation: Citation::Rfc(7469, "2.4"),
        explanation: "The hash of the whole certificate changes at every renewal, and both ends need the new one at the same instant. That of the public key stays as long as the key does.",
        remedy: "Hash `RawSubjectPublicKeyInfo` instead of `Raw`.",
        kind: RuleKind::Lint,
    },
    run: pin_of_whole_certificate,
};

fn pin_of_whole_certificate(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    notes(
        config,
        |callback| callback.hashes_certificate,
        "the pin is the hash of the whole certificate, `Raw`",
    )
}

const PIN_COMPARED_AS_TEXT: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "pin-compared-as-text",
        title: "pin compared as hexadecimal text",
        severity: Severity::Warning,
        citation: Citation::Practice("openssl x509 -fingerprint prints capitals and colons"),
        explanation: "Go writes small letters without colons. What `openssl x509 -fingerprint -sha256` prints never equals that, and `sha256sum FILE.pem` is the hash of another thing altogether.",
        remedy: "Decode the pin that is given and compare bytes; take it from `certlens pins`, which names every spelling.",
        kind: RuleKind::Lint,
    },
    run: pin_compared_as_text,
};

fn pin_compared_as_text(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    notes(config, |callback| callback.compares_hex, "the hash is compared as hexadecimal text")
}

const PIN_WITHOUT_BACKUP: Lint<GoTlsConfig> = Lint {
    rule: &Rule {
        code: "pin-without-backup",
        title: "one pin and no other",
        severity: Severity::Warning,
        citation: Citation::Rfc(7469, "4.3"),
        explanation: "When the key must be replaced, every client refuses the new one until it is given the new pin.",
        remedy: "Accept a set of pins: that of the key in use and that of the next one, which is kept offline.",
        kind: RuleKind::Lint,
    },
    run: pin_without_backup,
};

fn pin_without_backup(config: &GoTlsConfig, _: &Context<'_>) -> Vec<Note> {
    notes(config, |callback| callback.compares_one, "the certificate is compared with one value")
}

fn notes(config: &GoTlsConfig, place: fn(&Callback) -> Option<Span>, message: &str) -> Vec<Note> {
    config.callbacks().filter_map(place).map(|span| Note::text(span, message)).collect()
}
