//! RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11 and §4.2.1.14: policies.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::key_identifiers::not_critical;
use super::{Context, Lint, Note};
use crate::der::oid::Oid;
use crate::der::string::StringType;
use crate::prose;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::extension::certificate_policies::PolicyQualifier;
use crate::x509::oids;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    POLICY_REPEATED,
    ANY_POLICY_QUALIFIER,
    POLICIES_CRITICAL,
    POLICY_TEXT_TOO_LONG,
    POLICY_TEXT_TYPE,
    POLICY_TEXT_CHARACTERS,
    POLICY_TEXT_NOT_NORMALIZED,
    POLICY_NOTICE_REFERENCE,
    POLICY_MAPPING_ANY,
    POLICY_MAPPING_UNKNOWN,
    POLICY_MAPPINGS_NOT_CRITICAL,
    POLICY_CONSTRAINTS_NOT_CRITICAL,
    INHIBIT_ANY_POLICY_NOT_CRITICAL,
];

fn policy_name(policy: &Oid) -> String {
    oids::policy(policy).map_or_else(|| policy.to_string(), str::to_owned)
}

const POLICY_REPEATED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-repeated",
        title: "policy listed twice",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.4"),
        explanation: "A policy must not be listed more than once. OpenSSL and BoringSSL take the extension for invalid where policies are checked.",
        remedy: "List each policy once.",
        kind: RuleKind::Lint,
    },
    run: policy_repeated,
};

fn policy_repeated(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let mut seen = std::collections::HashSet::new();
    let twice = certificate
        .certificate_policies()
        .unwrap_or_default()
        .iter()
        .find(|policy| !seen.insert(&policy.policy));
    twice
        .map(|policy| {
            context.note(policy.range, format!("the policy {} is listed twice", policy_name(&policy.policy)))
        })
        .into_iter()
        .collect()
}

const ANY_POLICY_QUALIFIER: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "any-policy-qualifier",
        title: "anyPolicy with a qualifier of another kind",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.4"),
        explanation: "With anyPolicy only the two qualifiers of RFC 5280 are allowed, the address of the practice statement and the user notice.",
        remedy: "Leave the qualifier out.",
        kind: RuleKind::Lint,
    },
    run: any_policy_qualifier,
};

fn any_policy_qualifier(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.certificate_policies().unwrap_or_default().iter().find_map(|policy| {
        let other = policy.qualifiers.iter().find_map(|qualifier| match qualifier {
            PolicyQualifier::Other(kind)
                if ![oids::CPS_POINTER, oids::USER_NOTICE].contains(&kind.octets()) =>
            {
                Some(kind)
            }
            _ => None,
        })?;
        (policy.policy.octets() == oids::ANY_POLICY).then_some((policy.range, other))
    });
    found
        .map(|(range, kind)| {
            context.note(
                range,
                format!("anyPolicy has a qualifier of the kind {kind}, which is not allowed with it"),
            )
        })
        .into_iter()
        .collect()
}

const POLICIES_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policies-critical",
        title: "critical certificatePolicies",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "rustls does not know the extension and refuses a certificate where it is critical",
        ),
        explanation: "RFC 5280 allows it. rustls reads no policies, and must refuse what it does not know and what is critical.",
        remedy: "Issue it again without the critical mark, unless policies must be enforced.",
        kind: RuleKind::Lint,
    },
    run: policies_critical,
};

fn policies_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.extension("certificatePolicies").filter(|extension| extension.critical);
    found
        .map(|extension| context.note(extension.range, "certificatePolicies is critical"))
        .into_iter()
        .collect()
}

/// One note for each explicit text that `found` says something of.
fn texts(
    certificate: &Certificate,
    context: &Context<'_>,
    found: impl Fn(&str, StringType) -> Option<String>,
) -> Vec<Note> {
    let qualifiers = certificate
        .certificate_policies()
        .unwrap_or_default()
        .iter()
        .flat_map(|policy| policy.qualifiers.iter().map(move |q| (policy, q)));
    qualifiers
        .filter_map(|(policy, qualifier)| match qualifier {
            PolicyQualifier::UserNotice { explicit_text: Some((text, string_type)), .. } => {
                Some(context.note(policy.range, found(text, *string_type)?))
            }
            _ => None,
        })
        .collect()
}

const POLICY_TEXT_TOO_LONG: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-text-too-long",
        title: "notice of more than 200 characters",
        severity: Severity::Warning,
        citation: Citation::Rfc(6818, "3"),
        explanation: "explicitText has at most 200 characters; software need not show more.",
        remedy: "Shorten it, or give an address in `CPS`.",
        kind: RuleKind::Lint,
    },
    run: policy_text_too_long,
};

fn policy_text_too_long(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    texts(certificate, context, |text, _| {
        let length = text.chars().count();
        (length > 200).then(|| format!("explicitText has {length} characters; at most 200 are allowed"))
    })
}

const POLICY_TEXT_TYPE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-text-type",
        title: "notice that is not a UTF8String",
        severity: Severity::Notice,
        citation: Citation::Rfc(6818, "3"),
        explanation: "explicitText should be a UTF8String and must not be an IA5String.",
        remedy: "Issue it again with `explicitText=UTF8:…`.",
        kind: RuleKind::Lint,
    },
    run: policy_text_type,
};

fn policy_text_type(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    texts(certificate, context, |_, string_type| {
        (string_type != StringType::Utf8)
            .then(|| format!("explicitText is {}; a UTF8String is needed", prose::one(string_type.name())))
    })
}

const POLICY_TEXT_CHARACTERS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-text-control-characters",
        title: "notice with control characters",
        severity: Severity::Notice,
        citation: Citation::Rfc(6818, "3"),
        explanation: "explicitText should hold nothing but text; control characters change what a terminal or a dialog shows.",
        remedy: "Issue it again without them.",
        kind: RuleKind::Lint,
    },
    run: policy_text_characters,
};

fn policy_text_characters(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    texts(certificate, context, |text, _| {
        let control = text.chars().find(|c| c.is_control())?;
        Some(format!("explicitText has the control character U+{:04X}", u32::from(control)))
    })
}

const POLICY_TEXT_NOT_NORMALIZED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-text-not-normalized",
        title: "notice that is not in normalization form C",
        severity: Severity::Notice,
        citation: Citation::Rfc(6818, "3"),
        explanation: "Letters with marks should be one character each, so that equal texts have equal bytes.",
        remedy: "Issue it again with the text in normalization form C.",
        kind: RuleKind::Lint,
    },
    run: policy_text_not_normalized,
};

fn policy_text_not_normalized(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    texts(certificate, context, |text, string_type| {
        let unicode = matches!(string_type, StringType::Utf8 | StringType::Bmp);
        (unicode && !ComposingNormalizerBorrowed::new_nfc().is_normalized(text))
            .then(|| "explicitText is not in normalization form C".to_owned())
    })
}

const POLICY_NOTICE_REFERENCE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-notice-reference",
        title: "notice by reference",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.4"),
        explanation: "noticeRef names a text that the relying party should have on file; none has.",
        remedy: "Leave noticeRef out.",
        kind: RuleKind::Lint,
    },
    run: policy_notice_reference,
};

fn policy_notice_reference(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.certificate_policies().unwrap_or_default().iter().find(|policy| {
        policy
            .qualifiers
            .iter()
            .any(|q| matches!(q, PolicyQualifier::UserNotice { organization: Some(_), .. }))
    });
    found.map(|policy| context.note(policy.range, "a user notice has a noticeRef")).into_iter().collect()
}

const POLICY_MAPPING_ANY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-mapping-any-policy",
        title: "policy mapped to or from anyPolicy",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.5"),
        explanation: "anyPolicy must not be mapped; path validation fails at such a certificate (RFC 5280 §6.1.4 (a)).",
        remedy: "Map one policy to another, and leave anyPolicy to certificatePolicies.",
        kind: RuleKind::Lint,
    },
    run: policy_mapping_any,
};

fn policy_mapping_any(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let mappings = certificate.policy_mappings();
    let range = certificate.extension("policyMappings").map_or_else(ByteRange::default, |found| found.range);
    let any = mappings.iter().any(|m| {
        [&m.issuer_domain, &m.subject_domain].iter().any(|policy| policy.octets() == oids::ANY_POLICY)
    });
    context.when(any, range, || "policyMappings has anyPolicy, which must not be mapped")
}

const POLICY_MAPPING_UNKNOWN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-mapping-unlisted",
        title: "mapping of a policy that is not listed",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.5"),
        explanation: "A policy that is mapped should stand in certificatePolicies too; otherwise the mapping has no effect.",
        remedy: "Add the policy to certificatePolicies.",
        kind: RuleKind::Lint,
    },
    run: policy_mapping_unknown,
};

fn policy_mapping_unknown(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let mappings = certificate.policy_mappings();
    let range = certificate.extension("policyMappings").map_or_else(ByteRange::default, |found| found.range);
    let listed: std::collections::HashSet<&Oid> =
        certificate.certificate_policies().unwrap_or_default().iter().map(|policy| &policy.policy).collect();
    let unknown = mappings.iter().find(|mapping| !listed.contains(&mapping.issuer_domain));
    unknown
        .map(|mapping| {
            let message = format!(
                "policyMappings maps {}, which certificatePolicies does not list",
                policy_name(&mapping.issuer_domain)
            );
            context.note(range, message)
        })
        .into_iter()
        .collect()
}

const POLICY_MAPPINGS_NOT_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-mappings-not-critical",
        title: "policyMappings that is not critical",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.5"),
        explanation: "CAs should mark it critical, so that no software overlooks the mapping.",
        remedy: "Make the CA certificate again with the critical mark.",
        kind: RuleKind::Lint,
    },
    run: policy_mappings_not_critical,
};

fn policy_mappings_not_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    not_critical(certificate, context, "policyMappings")
}

const POLICY_CONSTRAINTS_NOT_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "policy-constraints-not-critical",
        title: "policyConstraints that is not critical",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.11"),
        explanation: "Conforming CAs must mark it critical; otherwise software that does not know it goes on without.",
        remedy: "Make the CA certificate again with `policyConstraints=critical,…`.",
        kind: RuleKind::Lint,
    },
    run: policy_constraints_not_critical,
};

fn policy_constraints_not_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    not_critical(certificate, context, "policyConstraints")
}

const INHIBIT_ANY_POLICY_NOT_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "inhibit-any-policy-not-critical",
        title: "inhibitAnyPolicy that is not critical",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.14"),
        explanation: "Conforming CAs must mark it critical; otherwise software that does not know it goes on without.",
        remedy: "Make the CA certificate again with `inhibitAnyPolicy=critical,…`.",
        kind: RuleKind::Lint,
    },
    run: inhibit_any_policy_not_critical,
};

fn inhibit_any_policy_not_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    not_critical(certificate, context, "inhibitAnyPolicy")
}
