//! RFC 5280 §4.1.2.5: validity, by itself and beside that of the issuer.

use super::{Context, Lint, Note, role};
use crate::der::time::{Time, TimeEncoding};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::time::{CivilTime, DAY, Timestamp};
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    EXPIRED,
    NOT_YET_VALID,
    EXPIRES_SOON,
    VALIDITY_NOT_POSITIVE,
    GENERALIZED_TIME_BEFORE_2050,
    NO_EXPIRATION,
    LIFETIME_OVER_825_DAYS,
    OUTLIVES_ISSUER,
    ISSUED_BEFORE_ISSUER,
    CA_LIFETIME_AS_LEAF,
    CA_LIFETIME_SHORT,
    PRIVATE_KEY_USAGE_PERIOD,
];

/// The first and the last second of the validity, where both can be read.
fn window(certificate: &Certificate) -> Option<(Timestamp, Timestamp)> {
    let validity = &certificate.validity;
    Some((validity.not_before.instant?, validity.not_after.instant?))
}

/// Days from the first to the last second, rounded up.
fn days((start, end): (Timestamp, Timestamp)) -> i64 {
    (end.0 - start.0 + DAY - 1).div_euclid(DAY)
}

const EXPIRED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "expired",
        title: "expired certificate",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.5"),
        explanation: "Every TLS stack refuses an expired certificate; of an expired anchor, Java and rustls alone take no notice.",
        remedy: "Issue a new one; with cert-manager, `cmctl renew NAME` does so at once.",
        kind: RuleKind::Lint,
    },
    run: expired,
};

fn expired(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let (now, end) = (context.settings.time, &certificate.validity.not_after);
    let passed = end.instant.filter(|end| *end < now);
    passed
        .map(|instant| {
            context.note(
                end.range,
                format!("notAfter is {instant}, {} before the validation time", now.distance(instant)),
            )
        })
        .into_iter()
        .collect()
}

const NOT_YET_VALID: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "not-yet-valid",
        title: "certificate that is not valid yet",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.5"),
        explanation: "Every TLS stack refuses a certificate before its notBefore. A clock that is wrong on either side has the same effect.",
        remedy: "Wait, correct the clock, or issue it again with a notBefore some minutes in the past.",
        kind: RuleKind::Lint,
    },
    run: not_yet_valid,
};

fn not_yet_valid(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let (now, start) = (context.settings.time, &certificate.validity.not_before);
    let ahead = start.instant.filter(|start| *start > now);
    ahead
        .map(|instant| {
            context.note(
                start.range,
                format!("notBefore is {instant}, {} after the validation time", now.distance(instant)),
            )
        })
        .into_iter()
        .collect()
}

/// Days before the end at which alerts are usually set.
const SOON: i64 = 30;

const EXPIRES_SOON: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "expires-soon",
        title: "certificate that expires within 30 days",
        severity: Severity::Warning,
        citation: Citation::Practice("cert-manager renews when a third of the lifetime is left"),
        explanation: "Less than 30 days and less than a third of its lifetime are left, so that a renewal that runs by itself \
                      should have happened.",
        remedy: "Renew it now, and find out why it was not renewed: `kubectl describe certificate NAME` shows cert-manager's reason.",
        kind: RuleKind::Lint,
    },
    run: expires_soon,
};

fn expires_soon(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let now = context.settings.time;
    let Some((start, end)) = window(certificate) else { return Vec::new() };
    let left = end.0 - now.0;
    let soon = start <= now && (0..SOON * DAY).contains(&left) && left < (end.0 - start.0) / 3;
    context.when(soon, certificate.validity.not_after.range, || {
        format!("notAfter is {end}, {} after the validation time", now.distance(end))
    })
}

const VALIDITY_NOT_POSITIVE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "validity-not-positive",
        title: "validity that ends before it begins",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.5"),
        explanation: "There is no instant at which it is valid.",
        remedy: "Issue it again, and check the clock and the `-days` of the CA.",
        kind: RuleKind::Lint,
    },
    run: validity_not_positive,
};

fn validity_not_positive(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some((start, end)) = window(certificate) else { return Vec::new() };
    context.when(end < start, certificate.validity.not_after.range, || {
        format!("notAfter is {end}, before notBefore, which is {start}")
    })
}

const YEAR_2050: Timestamp =
    CivilTime { year: 2050, month: 1, day: 1, hour: 0, minute: 0, second: 0 }.timestamp();

const GENERALIZED_TIME_BEFORE_2050: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "generalized-time-before-2050",
        title: "GeneralizedTime for a date before 2050",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.1.2.5"),
        explanation: "Dates through 2049 are UTCTime, so that a date has one encoding. The eight stacks that were tried take both.",
        remedy: "Have it issued again by software that writes UTCTime; openssl does.",
        kind: RuleKind::Lint,
    },
    run: generalized_time_before_2050,
};

fn generalized_time_before_2050(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let early = |time: &&Time| {
        time.encoding == Some(TimeEncoding::Generalized)
            && time.instant.is_some_and(|instant| instant < YEAR_2050)
    };
    let validity = &certificate.validity;
    let note = |time: &Time| {
        context.note(
            time.range,
            format!("`{}` is a GeneralizedTime; before 2050 it must be a UTCTime", time.text),
        )
    };
    [&validity.not_before, &validity.not_after].into_iter().filter(early).map(note).collect()
}

const NO_EXPIRATION: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "no-expiration",
        title: "certificate that never expires",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.1.2.5.0"),
        explanation: "The last second of the year 9999 stands for no end. What never expires is never renewed, until it must be in a hurry.",
        remedy: "For a device it may be right; for a workload, issue it again for 90 days and renew it by itself.",
        kind: RuleKind::Lint,
    },
    run: no_expiration,
};

fn no_expiration(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let end = &certificate.validity.not_after;
    context.when(
        end.text == "99991231235959Z",
        end.range,
        || "notAfter is 9999-12-31T23:59:59Z, which stands for no end",
    )
}

const LIFETIME_OVER_825_DAYS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "lifetime-over-825-days",
        title: "server certificate for more than 825 days",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "iOS 13, macOS 10.15 and later refuse TLS servers above 825 days, private CAs included",
        ),
        explanation: "Apple's platforms refuse it whoever issued it, and a key that serves for years is in many hands by then.",
        remedy: "Issue it again for 398 days or fewer, better for 90 with a renewal that runs by itself.",
        kind: RuleKind::Lint,
    },
    run: lifetime_over_825_days,
};

fn lifetime_over_825_days(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let lifetime = window(certificate).map_or(0, days);
    context.when(lifetime > 825 && role::is_server(certificate), certificate.validity.not_after.range, || {
        format!("it is valid for {lifetime} days; at most 825 are accepted")
    })
}

const OUTLIVES_ISSUER: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "outlives-issuer",
        title: "certificate that outlives its issuer",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "openssl x509 -req, step-ca and cert-manager's CA issuer do not shorten it",
        ),
        explanation: "It stops working when the certificate of its issuer expires, whatever its own notAfter and the alert set on it say.",
        remedy: "Renew the issuer's certificate first, or issue this one with an earlier notAfter.",
        kind: RuleKind::Lint,
    },
    run: outlives_issuer,
};

fn outlives_issuer(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some(end) = certificate.validity.not_after.instant else { return Vec::new() };
    let ends: Vec<Timestamp> =
        context.issuers().filter_map(|(_, issuer)| issuer.validity.not_after.instant).collect();
    let last = ends.iter().max().copied().filter(|last| *last < end);
    last.map(|last| {
        let message = format!("notAfter is {end}, {} after that of its issuer, {last}", end.distance(last));
        context.note(certificate.validity.not_after.range, message)
    })
    .into_iter()
    .collect()
}

const ISSUED_BEFORE_ISSUER: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "issued-before-issuer",
        title: "certificate that is older than its issuer's",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "renewed and cross-signed CA certificates look so, and so do clocks that are wrong",
        ),
        explanation: "A path over the issuer's certificate is not valid before both are. It is usual after the CA's certificate \
                      was renewed with the same key, and odd otherwise.",
        remedy: "If the CA was not renewed, check its clock.",
        kind: RuleKind::Lint,
    },
    run: issued_before_issuer,
};

fn issued_before_issuer(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some(start) = certificate.validity.not_before.instant else { return Vec::new() };
    let starts: Vec<Timestamp> =
        context.issuers().filter_map(|(_, issuer)| issuer.validity.not_before.instant).collect();
    let first = starts.iter().min().copied().filter(|first| *first > start);
    first
        .map(|first| {
            let message =
                format!("notBefore is {start}, {} before that of its issuer, {first}", start.distance(first));
            context.note(certificate.validity.not_before.range, message)
        })
        .into_iter()
        .collect()
}

const CA_LIFETIME_AS_LEAF: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-lifetime-as-leaf",
        title: "CA that lives no longer than what it issues",
        severity: Severity::Warning,
        citation: Citation::Practice("PKI practice: a CA lives several times as long as its end entities"),
        explanation: "Everything issued after the first day outlives the CA, and CA and end entities must all be replaced in the same \
                      hour. The anchor in every peer's trust store changes with them.",
        remedy: "Make the CA for ten years or more: `openssl req -x509 -days 3650`; issue end entities for 90 days.",
        kind: RuleKind::Lint,
    },
    run: ca_lifetime_as_leaf,
};

fn ca_lifetime_as_leaf(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some(own) = window(certificate).map(days) else { return Vec::new() };
    let longest = context
        .issued()
        .filter(|(_, issued)| role::is_end_entity(issued))
        .filter_map(|(_, issued)| window(issued))
        .map(days)
        .max();
    let longest = longest.filter(|longest| *longest >= own);
    longest
        .map(|longest| {
            let message = format!("it is valid for {own} days, and issued an end entity for {longest}; several times as long is needed");
            context.note(certificate.validity.not_after.range, message)
        })
        .into_iter()
        .collect()
}

const CA_LIFETIME_SHORT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-lifetime-short",
        title: "root for a year or less",
        severity: Severity::Notice,
        citation: Citation::Practice("openssl req -x509 makes it so with -days 365; 30 days are its default"),
        explanation: "Each new root must reach every peer's trust store before the first certificate from it is used: a change of the \
                      whole system, every year.",
        remedy: "Make the root for ten years or more, and put an intermediate below it for what is issued daily.",
        kind: RuleKind::Lint,
    },
    run: ca_lifetime_short,
};

fn ca_lifetime_short(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let lifetime = window(certificate).map(days).filter(|days| (1..=366).contains(days));
    lifetime
        .filter(|_| certificate.is_ca() && certificate.is_self_issued())
        .map(|days| {
            context.note(
                certificate.validity.not_after.range,
                format!("it is a root and valid for {days} days; ten years are usual"),
            )
        })
        .into_iter()
        .collect()
}

const PRIVATE_KEY_USAGE_PERIOD: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "private-key-usage-period",
        title: "privateKeyUsagePeriod, which TLS stacks ignore",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1"),
        explanation: "RFC 5280 has dropped the extension. No TLS stack reads it, so that the key goes on working after the date it names.",
        remedy: "Leave it out, and let notAfter say when the key ends.",
        kind: RuleKind::Lint,
    },
    run: private_key_usage_period,
};

fn private_key_usage_period(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate
        .extensions
        .iter()
        .find(|extension| matches!(extension.content, ExtensionContent::PrivateKeyUsagePeriod(_)));
    found
        .map(|extension| {
            context.note(extension.range, "it has privateKeyUsagePeriod, which no TLS stack reads")
        })
        .into_iter()
        .collect()
}
