//! RFC 5280 Appendix A: the attributes of names.

use super::{Context, Lint, Note};
use crate::der::string::StringType;
use crate::prose;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::name::{Attribute, Name};
use crate::x509::oids;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    COUNTRY_MALFORMED,
    COUNTRY_STRING_TYPE,
    ATTRIBUTE_TOO_LONG,
    ATTRIBUTE_EMPTY,
    ATTRIBUTE_BLANKS,
    ATTRIBUTE_CONTROL_CHARACTERS,
    ATTRIBUTE_MISREAD,
    COMMON_NAME_REPEATED,
    RDN_WITH_SEVERAL_ATTRIBUTES,
    STRING_TYPE_OBSOLETE,
    EMAIL_NOT_IN_SAN,
    NAME_OF_OPENSSL_DEFAULT,
];

/// Attributes of subject and issuer that `found` says something of.
fn attributes(
    certificate: &Certificate,
    context: &Context<'_>,
    found: impl Fn(&Attribute) -> Option<String>,
) -> Vec<Note> {
    let both = [("subject", &certificate.subject), ("issuer", &certificate.issuer)];
    // The two names of a root are one.
    let count = if certificate.subject.der == certificate.issuer.der { 1 } else { 2 };
    let all =
        both.into_iter().take(count).flat_map(|(field, name)| name.attributes().map(move |a| (field, a)));
    all.filter_map(|(field, attribute)| {
        let message = found(attribute)?;
        Some(context.note(attribute.range, format!("{} of the {field} {message}", attribute.label())))
    })
    .collect()
}

const COUNTRY_MALFORMED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "country-malformed",
        title: "country that is not two capital letters",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "A.1"),
        explanation: "countryName is the two-letter code of ISO 3166, in capitals. Some CAs refuse a request with anything else.",
        remedy: "Write the code, such as `C=DE`, or leave the attribute out.",
        kind: RuleKind::Lint,
    },
    run: country_malformed,
};

fn country_malformed(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        let code =
            attribute.text.len() == 2 && attribute.text.bytes().all(|octet| octet.is_ascii_uppercase());
        (attribute.oid.octets() == oids::COUNTRY && !code)
            .then(|| format!("is `{}`; two capital letters are needed", attribute.text))
    })
}

const COUNTRY_STRING_TYPE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "country-string-type",
        title: "country that is not a PrintableString",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "A.1"),
        explanation: "countryName, dnQualifier and serialNumber have one type, PrintableString. Names that differ in their \
                      types only are different names to Go, GnuTLS and rustls.",
        remedy: "Have it issued again by software that writes a PrintableString; openssl does.",
        kind: RuleKind::Lint,
    },
    run: country_string_type,
};

fn country_string_type(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        let fixed = matches!(attribute.label().as_str(), "C" | "dnQualifier" | "serialNumber");
        let found = attribute.string_type.map_or("no string", StringType::name);
        (fixed && attribute.string_type != Some(StringType::Printable))
            .then(|| format!("is a {found}; a PrintableString is needed"))
    })
}

/// Upper bounds in characters (RFC 5280 Appendix A.1, X.520 for those it leaves out).
const BOUNDS: &[(&str, usize)] = &[
    ("CN", 64),
    ("O", 64),
    ("OU", 64),
    ("L", 128),
    ("ST", 128),
    ("STREET", 128),
    ("title", 64),
    ("serialNumber", 64),
    ("SN", 32_768),
    ("GN", 32_768),
    ("pseudonym", 128),
    ("postalCode", 16),
    ("emailAddress", 255),
];

const ATTRIBUTE_TOO_LONG: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "attribute-too-long",
        title: "name attribute longer than allowed",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "A.1"),
        explanation: "Each attribute has an upper bound, 64 characters for a common name. openssl refuses to write a longer one, and \
                      data bases and appliances cut it off.",
        remedy: "Shorten it; put long host names into subjectAltName and leave the common name out.",
        kind: RuleKind::Lint,
    },
    run: attribute_too_long,
};

fn attribute_too_long(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        let (_, bound) = BOUNDS.iter().find(|(label, _)| *label == attribute.label())?;
        let length = attribute.text.chars().count();
        (attribute.string_type.is_some() && length > *bound)
            .then(|| format!("has {length} characters; at most {bound} are allowed"))
    })
}

const ATTRIBUTE_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "attribute-empty",
        title: "name attribute without a value",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "A.1"),
        explanation: "DirectoryString has at least one character. An empty attribute is what a template leaves whose variable was not set.",
        remedy: "Leave the attribute out, or set it.",
        kind: RuleKind::Lint,
    },
    run: attribute_empty,
};

fn attribute_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        attribute.text.is_empty().then(|| "is empty; it must have a character or not be there".to_owned())
    })
}

const ATTRIBUTE_BLANKS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "attribute-blanks",
        title: "name attribute with blanks at an end",
        severity: Severity::Notice,
        citation: Citation::Practice("Kubernetes RBAC, Envoy and nginx compare names with their blanks"),
        explanation: "Whoever authorises by the common name or the organisation compares it with its blanks, which nobody sees.",
        remedy: "Issue it again without them.",
        kind: RuleKind::Lint,
    },
    run: attribute_blanks,
};

fn attribute_blanks(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        (attribute.text.trim() != attribute.text)
            .then(|| format!("is `{}`, with blanks at an end", attribute.text))
    })
}

const ATTRIBUTE_CONTROL_CHARACTERS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "attribute-control-characters",
        title: "name attribute with control characters",
        severity: Severity::Warning,
        citation: Citation::Practice("names end up in logs and headers; nginx and Envoy escape or cut them"),
        explanation: "Line breaks and other control characters in a name break log lines and header fields that carry it.",
        remedy: "Issue it again without them, and look at how the request was made.",
        kind: RuleKind::Lint,
    },
    run: attribute_control_characters,
};

fn attribute_control_characters(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        let control = attribute.text.chars().find(|c| c.is_control())?;
        Some(format!("has the control character U+{:04X}", u32::from(control)))
    })
}

const ATTRIBUTE_MISREAD: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "attribute-encoded-twice",
        title: "name attribute encoded as UTF-8 twice",
        severity: Severity::Warning,
        citation: Citation::Practice("openssl req without -utf8 reads its input as ISO 8859-1"),
        explanation: "Its letters are those that come of reading UTF-8 as ISO 8859-1 and encoding it again, so that the name is not the one meant.",
        remedy: "Issue it again; with openssl, `openssl req -utf8`.",
        kind: RuleKind::Lint,
    },
    run: attribute_misread,
};

fn attribute_misread(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        let octets: Option<Vec<u8>> =
            attribute.text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let meant = String::from_utf8(octets?).ok()?;
        (!meant.is_ascii()).then(|| format!("is `{}`; `{meant}` may be meant", attribute.text))
    })
}

const COMMON_NAME_REPEATED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "common-name-repeated",
        title: "several common names",
        severity: Severity::Notice,
        citation: Citation::Practice("Go and Envoy take the last, nginx shows all, others take the first"),
        explanation: "Programs that authorise by the common name take one, and not the same one.",
        remedy: "Issue it again with one common name; put further names into subjectAltName.",
        kind: RuleKind::Lint,
    },
    run: common_name_repeated,
};

fn common_name_repeated(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let names: Vec<&str> = certificate
        .subject
        .attributes()
        .filter(|attribute| attribute.oid.octets() == oids::COMMON_NAME)
        .map(|attribute| attribute.text.as_str())
        .collect();
    context.when(names.len() > 1, certificate.subject.range, || {
        format!("the subject has {} common names: `{}`", names.len(), names.join("`, `"))
    })
}

const RDN_WITH_SEVERAL_ATTRIBUTES: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "rdn-with-several-attributes",
        title: "relative distinguished name with several attributes",
        severity: Severity::Notice,
        citation: Citation::Practice("tools write it with `+`, each in an order of its own"),
        explanation: "It is allowed and rare. Programs that compare names as text, or take them apart at commas, get it wrong.",
        remedy: "Give each attribute a relative distinguished name of its own: with openssl, leave `-multivalue-rdn` out.",
        kind: RuleKind::Lint,
    },
    run: rdn_with_several_attributes,
};

fn rdn_with_several_attributes(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let several = |name: &Name| name.rdns.iter().any(|rdn| rdn.attributes.len() > 1);
    let found = [&certificate.subject, &certificate.issuer].into_iter().find(|name| several(name));
    found
        .map(|name| {
            context.note(
                name.range,
                format!("`{name}` has several attributes in one relative distinguished name"),
            )
        })
        .into_iter()
        .collect()
}

const STRING_TYPE_OBSOLETE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "string-type-obsolete",
        title: "name in an old string type",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.1.2.4"),
        explanation: "Names of new CAs are PrintableString or UTF8String. What an old type such as TeletexString stands for is \
                      read in more ways than one.",
        remedy: "Keep it where an existing CA has that name; write UTF8String in new ones.",
        kind: RuleKind::Lint,
    },
    run: string_type_obsolete,
};

fn string_type_obsolete(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    attributes(certificate, context, |attribute| {
        let old = attribute
            .string_type
            .filter(|kind| matches!(kind, StringType::Teletex | StringType::Bmp | StringType::Universal))?;
        Some(format!("is {}; a UTF8String is usual", prose::one(old.name())))
    })
}

const EMAIL_NOT_IN_SAN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "email-not-in-san",
        title: "mail address in the subject only",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.1.2.6"),
        explanation: "A mail address belongs into subjectAltName as an rfc822Name; as an attribute of the subject it is kept for old software.",
        remedy: "Add `email:copy` to subjectAltName, or leave the address out.",
        kind: RuleKind::Lint,
    },
    run: email_not_in_san,
};

fn email_not_in_san(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let known = |address: &str| {
        names.iter().any(|name| {
            matches!(&name.value, GeneralNameValue::Rfc822(octets) if octets.eq_ignore_ascii_case(address.as_bytes()))
        })
    };
    let addresses = certificate.subject.attributes().filter(|a| a.oid.octets() == oids::EMAIL_ADDRESS);
    addresses
        .filter(|attribute| !known(&attribute.text))
        .map(|attribute| {
            context.note(
                attribute.range,
                format!("`{}` stands in the subject and not in subjectAltName", attribute.text),
            )
        })
        .collect()
}

const NAME_OF_OPENSSL_DEFAULT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "subject-default",
        title: "subject from openssl's template",
        severity: Severity::Notice,
        citation: Citation::Practice("openssl req proposes `Some-State` and `Internet Widgits Pty Ltd`"),
        explanation: "The values are those that openssl fills in when a question is answered with the return key; they say nothing of the holder.",
        remedy: "Give the subject on the command line: `-subj \"/O=…/CN=…\"`.",
        kind: RuleKind::Lint,
    },
    run: name_of_openssl_default,
};

fn name_of_openssl_default(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.subject.attributes().find(|attribute| {
        matches!(attribute.text.as_str(), "Internet Widgits Pty Ltd" | "Some-State" | "Default Company Ltd")
    });
    found
        .map(|attribute| {
            context.note(attribute.range, format!("the subject has `{}`, which nobody chose", attribute.text))
        })
        .into_iter()
        .collect()
}
