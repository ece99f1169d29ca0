//! RFC 1034 §3.5, RFC 5280 §4.2.1.6 and §7.2: what a DNS name in a certificate looks like.

use core::net::IpAddr;

use super::subject_alternative_name::names;
use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    DNS_NAME_NOT_ASCII,
    DNS_NAME_CHARACTERS,
    DNS_NAME_UNDERSCORE,
    DNS_NAME_IS_URL,
    DNS_NAME_IS_ADDRESS,
    DNS_NAME_LABEL_EMPTY,
    DNS_NAME_TRAILING_DOT,
    DNS_NAME_TOO_LONG,
    DNS_NAME_HYPHEN,
    DNS_NAME_INTERNATIONAL,
];

/// One note for each dNSName that `found` says something of.
pub(super) fn each_dns(
    certificate: &Certificate,
    context: &Context<'_>,
    found: impl Fn(&str) -> Option<String>,
) -> Vec<Note> {
    let dns = names(certificate).filter_map(|name| match &name.value {
        GeneralNameValue::Dns(octets) => Some((name.range, String::from_utf8_lossy(octets))),
        _ => None,
    });
    dns.filter_map(|(range, text)| {
        Some(context.note(range, format!("the DNS name `{}` {}", shown(&text), found(&text)?)))
    })
    .collect()
}

/// A name as it can be shown: control characters by their code.
pub(super) fn shown(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            if c.is_control() { c.escape_default().to_string() } else { c.to_string() }
                .chars()
                .collect::<Vec<_>>()
        })
        .collect()
}

const DNS_NAME_NOT_ASCII: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-not-ascii",
        title: "DNS name with characters that are not ASCII",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "7.2"),
        explanation: "An international name is written in A-labels. Go refuses to read the certificate (`x509: SAN dNSName is malformed`); the others read it \
                      and match it with nothing.",
        remedy: "Write the name in A-labels (`xn--…`): `idn2 NAME` gives them.",
        kind: RuleKind::Lint,
    },
    run: dns_name_not_ascii,
};

fn dns_name_not_ascii(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| (!text.is_ascii()).then(|| "is not ASCII".to_owned()))
}

const DNS_NAME_CHARACTERS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-characters",
        title: "DNS name with characters that no name has",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "Names to dial consist of letters, digits, hyphens and dots. Stacks accept others in a certificate and match them with nothing; a NUL has \
                      been used to deceive those that stop there.",
        remedy: "Issue it again with the name as it is dialled.",
        kind: RuleKind::Lint,
    },
    run: dns_name_characters,
};

fn dns_name_characters(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let odd =
            text.chars().find(|c| c.is_ascii() && !(c.is_ascii_alphanumeric() || "-_.*:/".contains(*c)))?;
        Some(match odd {
            ' ' => "has a blank".to_owned(),
            odd if odd.is_control() => format!("has the control character U+{:04X}", u32::from(odd)),
            odd => format!("has `{odd}`, which no name has"),
        })
    })
}

const DNS_NAME_UNDERSCORE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-underscore",
        title: "DNS name with an underscore",
        severity: Severity::Warning,
        citation: Citation::Practice("Java refuses to match it; the other stacks that were tried match it"),
        explanation: "Host names have no underscores (RFC 1034 §3.5), though DNS and Docker Compose do. Java says `No subject alternative DNS name matching`.",
        remedy: "Name the service with a hyphen, and issue the certificate for that.",
        kind: RuleKind::Lint,
    },
    run: dns_name_underscore,
};

fn dns_name_underscore(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| text.contains('_').then(|| "has an underscore".to_owned()))
}

const DNS_NAME_IS_URL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-is-url",
        title: "DNS name with a scheme, port or path",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "A dNSName is the host alone. Clients compare it with the host they dial, and nothing equals a name with a port.",
        remedy: "Issue it again with the host alone: `DNS:name`.",
        kind: RuleKind::Lint,
    },
    run: dns_name_is_url,
};

fn dns_name_is_url(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let address = text.parse::<IpAddr>().is_ok();
        (!address && text.contains([':', '/'])).then(|| "has a scheme, a port or a path".to_owned())
    })
}

const DNS_NAME_IS_ADDRESS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-is-address",
        title: "IP address written as a DNS name",
        severity: Severity::Error,
        citation: Citation::Rfc(9525, "6.4"),
        explanation: "Whoever dials an address compares it with iPAddress only; of the stacks that were tried, gRPC alone matches such a name.",
        remedy: "Write it as an address: `subjectAltName=IP:10.0.0.1`; in a cert-manager Certificate, under `ipAddresses`.",
        kind: RuleKind::Lint,
    },
    run: dns_name_is_address,
};

fn dns_name_is_address(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        text.parse::<IpAddr>().is_ok().then(|| "is an IP address".to_owned())
    })
}

const DNS_NAME_LABEL_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-label-empty",
        title: "DNS name with an empty label",
        severity: Severity::Error,
        citation: Citation::Rfc(1034, "3.5"),
        explanation: "Two dots in a row, or one at the beginning, make no name; a template variable that was not set leaves them.",
        remedy: "Issue it again with the whole name.",
        kind: RuleKind::Lint,
    },
    run: dns_name_label_empty,
};

fn dns_name_label_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let empty = !text.is_empty() && text.strip_suffix('.').unwrap_or(text).split('.').any(str::is_empty);
        empty.then(|| "has an empty label".to_owned())
    })
}

const DNS_NAME_TRAILING_DOT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-trailing-dot",
        title: "DNS name that ends in a dot",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go, OpenSSL, Python, Java, GnuTLS and rustls match it with nothing; Node and BoringSSL do",
        ),
        explanation: "The dot that makes a name absolute in DNS does not belong into a certificate.",
        remedy: "Issue it again without the dot.",
        kind: RuleKind::Lint,
    },
    run: dns_name_trailing_dot,
};

fn dns_name_trailing_dot(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        (text.ends_with('.') && !text.ends_with("..")).then(|| "ends in a dot".to_owned())
    })
}

const DNS_NAME_TOO_LONG: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-too-long",
        title: "DNS name longer than names can be",
        severity: Severity::Error,
        citation: Citation::Rfc(1034, "3.1"),
        explanation: "A name has at most 253 characters and a label 63; a longer one cannot be resolved, and so not be dialled.",
        remedy: "Shorten the name; in Kubernetes, that of the Service or the namespace.",
        kind: RuleKind::Lint,
    },
    run: dns_name_too_long,
};

fn dns_name_too_long(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let label = text.split('.').map(str::len).max().unwrap_or_default();
        if text.len() > 253 {
            Some(format!("has {} characters; at most 253 are possible", text.len()))
        } else {
            (label > 63).then(|| format!("has a label of {label} characters; at most 63 are possible"))
        }
    })
}

const DNS_NAME_HYPHEN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-hyphen",
        title: "label that begins or ends with a hyphen",
        severity: Severity::Warning,
        citation: Citation::Rfc(1034, "3.5"),
        explanation: "Labels begin and end with a letter or digit; BoringSSL, rustls and others match such a name with nothing.",
        remedy: "Issue it again with the name as it is dialled.",
        kind: RuleKind::Lint,
    },
    run: dns_name_hyphen,
};

fn dns_name_hyphen(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let label = text.split('.').find(|label| label.starts_with('-') || label.ends_with('-'))?;
        Some(format!("has the label `{label}`, with a hyphen at an end"))
    })
}

const DNS_NAME_INTERNATIONAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "dns-name-international",
        title: "A-label that stands for no name",
        severity: Severity::Warning,
        citation: Citation::Rfc(5890, "2.3.2.1"),
        explanation: "A label that begins with `xn--` stands for letters beyond ASCII; this one decodes to none, or to some that IDNA does not allow.",
        remedy: "Make the A-label again from the name as it is written: `idn2 NAME`.",
        kind: RuleKind::Lint,
    },
    run: dns_name_international,
};

fn dns_name_international(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    each_dns(certificate, context, |text| {
        let lower = text.to_ascii_lowercase();
        let label = lower
            .split('.')
            .find(|label| label.starts_with("xn--") && idna::domain_to_unicode(label).1.is_err())?;
        Some(format!("has the label `{}`, which stands for nothing", shown(label)))
    })
}
