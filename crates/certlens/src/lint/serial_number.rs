//! RFC 5280 §4.1.2.2: serial number.

use super::{Context, Lint, Note, role};
use crate::der::integer;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::{Certificate, SerialNumber};

pub(super) const LINTS: &[Lint<Certificate>] = &[
    SERIAL_NUMBER_NEGATIVE,
    SERIAL_NUMBER_ZERO,
    SERIAL_NUMBER_TOO_LONG,
    SERIAL_NUMBER_SHORT,
    SERIAL_NUMBER_REUSED,
];

const SERIAL_NUMBER_NEGATIVE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "serial-number-negative",
        title: "negative serial number",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.2"),
        explanation: "Serial numbers are positive. Go refuses to read a certificate with a negative one \
                      (`x509: negative serial number`); the other stacks take it.",
        remedy: "Issue it again, and let the software choose the number: `openssl x509 -req` does so without `-set_serial`.",
        kind: RuleKind::Lint,
    },
    run: serial_number_negative,
};

fn serial_number_negative(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let serial = &certificate.serial;
    context.when(serial.is_negative(), serial.range, || {
        format!("the serial number is {}, below zero; it must be positive", serial.hex())
    })
}

const SERIAL_NUMBER_ZERO: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "serial-number-zero",
        title: "serial number zero",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.1.2.2"),
        explanation: "Serial numbers are positive. The eight stacks that were tried take zero, and some old roots have it; \
                      it is the mark of a CA that does not count.",
        remedy: "Issue it again with a random serial number; `openssl rand -hex 16` makes one.",
        kind: RuleKind::Lint,
    },
    run: serial_number_zero,
};

fn serial_number_zero(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let serial = &certificate.serial;
    let zero = !serial.octets.is_empty() && integer::magnitude(&serial.octets).is_empty();
    context.when(zero, serial.range, || "the serial number is zero; it must be positive")
}

/// RFC 5280 §4.1.2.2
const LONGEST: usize = 20;

const SERIAL_NUMBER_TOO_LONG: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "serial-number-too-long",
        title: "serial number longer than 20 octets",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.1.2.2"),
        explanation: "Relying parties need not handle serial numbers above 20 octets, and data bases of revoked \
                      certificates may cut them.",
        remedy: "Issue it again with at most 20 octets, the first of them below 80 in hexadecimal; 16 random ones are plenty.",
        kind: RuleKind::Lint,
    },
    run: serial_number_too_long,
};

fn serial_number_too_long(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let serial = &certificate.serial;
    context.when(serial.octets.len() > LONGEST, serial.range, || {
        format!("the serial number has {} octets; at most {LONGEST} are allowed", serial.octets.len())
    })
}

/// Octets of the 64 random bits that CA/B Baseline Requirements §7.1 asks for.
const SHORTEST: usize = 8;

const SERIAL_NUMBER_SHORT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "serial-number-short",
        title: "serial number that can be guessed",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "public CAs put at least 64 random bits into each (CA/B Baseline Requirements §7.1)",
        ),
        explanation: "Numbers that count up show how many certificates were issued, are issued twice when a counter file \
                      is lost, and helped to forge certificates while MD5 was in use.",
        remedy: "Let the CA draw random serial numbers: with openssl, omit `-set_serial` and `-CAserial`.",
        kind: RuleKind::Lint,
    },
    run: serial_number_short,
};

fn serial_number_short(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let serial = &certificate.serial;
    let length = integer::magnitude(&serial.octets).len();
    let short = (1..SHORTEST - 1).contains(&length) && !serial.is_negative();
    context.when(short && role::is_end_entity(certificate), serial.range, || {
        format!(
            "the serial number is {}, {length} octets long; {SHORTEST} random ones are usual",
            serial.hex()
        )
    })
}

const SERIAL_NUMBER_REUSED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "serial-number-reused",
        title: "two certificates of one issuer with the same serial number",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.2"),
        explanation: "Issuer and serial number name a certificate: a revocation list that revokes one revokes both, and \
                      Firefox refuses the second (`SEC_ERROR_REUSED_ISSUER_AND_SERIAL`).",
        remedy: "Issue one of them again with another number, and keep the CA's serial file or let it draw random numbers.",
        kind: RuleKind::Lint,
    },
    run: serial_number_reused,
};

fn serial_number_reused(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let first = context.kin.first_with_serial_of(certificate).filter(|first| Some(*first) != context.id());
    let other = first.and_then(|first| context.inventory.object(first));
    other
        .map(|other| {
            let message =
                format!("the serial number {} is also that of {}", certificate.serial.hex(), other.name());
            context.note(certificate.serial.range, message)
        })
        .into_iter()
        .collect()
}

/// Octets of the number without leading zeros.
pub(super) fn octets_beyond_sign(serial: &SerialNumber) -> usize {
    integer::magnitude(&serial.octets).len()
}
