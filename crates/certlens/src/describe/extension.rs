//! Extensions in words.

use crate::der::oid::Oid;
use crate::describe::Node;
use crate::describe::certificate::{self, name};
use crate::pin::colons;
use crate::time::Timestamp;
use crate::x509::certificate_list::reason_name;
use crate::x509::extension::access_description::AccessDescription;
use crate::x509::extension::authority_key_identifier::AuthorityKeyIdentifier;
use crate::x509::extension::basic_constraints::{BasicConstraints, PathLen};
use crate::x509::extension::certificate_policies::{PolicyInformation, PolicyQualifier};
use crate::x509::extension::distribution_points::{DistributionPoint, DistributionPointName};
use crate::x509::extension::issuing_distribution_point::IssuingDistributionPoint;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::name_constraints::NameConstraints;
use crate::x509::extension::signed_certificate_timestamps::SignedCertificateTimestamp;
use crate::x509::extension::{Extension, ExtensionContent as Content};
use crate::x509::general_name::{GeneralName, GeneralNameValue};
use crate::x509::oids;

pub(super) fn describe(extension: &Extension, whole: &[u8]) -> Node {
    let label = oids::extension(&extension.oid).map_or_else(|| extension.oid.to_string(), str::to_owned);
    let (value, children) = content(extension, whole);
    let node = Node::new(label, value).at(extension.range);
    let critical = Node::new("Critical", if extension.critical { "yes" } else { "no" });
    node.note(note(&extension.content)).with([critical]).with(children)
}

/// The value in one line, and its parts.
fn content(extension: &Extension, whole: &[u8]) -> (String, Vec<Node>) {
    match &extension.content {
        Content::BasicConstraints(constraints) => (basic_constraints(*constraints), Vec::new()),
        Content::KeyUsage(usage) => (key_usage(*usage), Vec::new()),
        Content::ExtendedKeyUsage(purposes) => (join(purposes.iter().map(purpose)), Vec::new()),
        Content::SubjectAltName(names)
        | Content::IssuerAltName(names)
        | Content::CertificateIssuer(names) => {
            (join(names.iter().map(one_name)), names.iter().map(general_name).collect())
        }
        Content::SubjectKeyIdentifier(identifier) => (colons(identifier), Vec::new()),
        Content::AuthorityKeyIdentifier(identifier) => authority_key_identifier(identifier),
        Content::NameConstraints(constraints) => (String::new(), name_constraints(constraints)),
        Content::CertificatePolicies(policies) => (
            join(policies.iter().map(|policy| policy_name(&policy.policy))),
            policies.iter().map(policy).collect(),
        ),
        Content::PolicyMappings(mappings) => {
            let text = |m: &crate::x509::extension::policy_mappings::PolicyMapping| {
                format!("{} = {}", policy_name(&m.issuer_domain), policy_name(&m.subject_domain))
            };
            (join(mappings.iter().map(text)), Vec::new())
        }
        Content::PolicyConstraints(constraints) => {
            let skip = |label, skip: Option<u64>| skip.map(|skip| format!("{label} {skip}"));
            let explicit = skip("requireExplicitPolicy", constraints.require_explicit_policy);
            (
                join(
                    explicit
                        .into_iter()
                        .chain(skip("inhibitPolicyMapping", constraints.inhibit_policy_mapping)),
                ),
                vec![],
            )
        }
        Content::InhibitAnyPolicy(skip) => {
            (skip.map_or_else(unreadable, |skip| skip.to_string()), Vec::new())
        }
        Content::CrlDistributionPoints(points) | Content::FreshestCrl(points) => {
            (String::new(), points.iter().map(distribution_point).collect())
        }
        Content::AuthorityInfoAccess(descriptions) | Content::SubjectInfoAccess(descriptions) => {
            (String::new(), descriptions.iter().map(access).collect())
        }
        Content::PrivateKeyUsagePeriod(period) => {
            let before = period.not_before.as_ref().map(|time| certificate::time("Not before", time));
            let after = period.not_after.as_ref().map(|time| certificate::time("Not after", time));
            (String::new(), before.into_iter().chain(after).collect())
        }
        Content::SubjectDirectoryAttributes(oids) | Content::QcStatements(oids) => {
            (join(oids.iter().map(ToString::to_string)), Vec::new())
        }
        Content::SignedCertificateTimestamps(timestamps) => {
            (format!("{}", timestamps.len()), timestamps.iter().map(timestamp).collect())
        }
        other => (marker(other, extension, whole), list_part(other)),
    }
}

/// Values that are one number, one text or nothing.
fn marker(content: &Content, extension: &Extension, whole: &[u8]) -> String {
    match content {
        Content::CrlNumber(number) | Content::DeltaCrlIndicator(number) => colons(number),
        Content::ReasonCode(reason) => reason_name(u64::from(*reason)).to_owned(),
        Content::InvalidityDate(time) => time.text.clone(),
        Content::CtPoison => "this is a precertificate".to_owned(),
        Content::TlsFeature(features) => join(features.iter().map(|feature| match feature {
            5 => "status_request".to_owned(),
            17 => "status_request_v2".to_owned(),
            other => other.to_string(),
        })),
        Content::OcspNoCheck | Content::NoRevocationAvailable | Content::IssuingDistributionPoint(_) => {
            String::new()
        }
        Content::OcspNonce(nonce) => colons(nonce),
        Content::NetscapeCertType(kind) => join(kind.names().map(str::to_owned)),
        Content::NetscapeText(text) => text.clone(),
        Content::Unreadable => unreadable(),
        _ => data_encoding::HEXLOWER.encode(extension.value.of(whole)),
    }
}

fn list_part(content: &Content) -> Vec<Node> {
    match content {
        Content::IssuingDistributionPoint(point) => issuing_distribution_point(point),
        _ => Vec::new(),
    }
}

fn unreadable() -> String {
    "unreadable".to_owned()
}

/// What the extension means for a TLS peer.
fn note(content: &Content) -> &'static str {
    match content {
        Content::BasicConstraints(constraints) if constraints.ca => "May issue certificates.",
        Content::KeyUsage(usage) if usage.has(KeyUsage::KEY_CERT_SIGN) => "May sign certificates.",
        Content::KeyUsage(usage) if usage.has(KeyUsage::DIGITAL_SIGNATURE) => "May sign a TLS handshake.",
        Content::KeyUsage(_) => {
            "May not sign: TLS 1.3 and ECDHE suites need digitalSignature, and several stacks refuse without it."
        }
        Content::TlsFeature(_) => "The server must staple an OCSP response.",
        Content::CtPoison => "No TLS stack accepts a precertificate.",
        Content::NetscapeCertType(_) => "Obsolete, yet OpenSSL enforces it.",
        _ => "",
    }
}

fn basic_constraints(constraints: BasicConstraints) -> String {
    let ca = if constraints.ca { "CA:TRUE" } else { "CA:FALSE" };
    match constraints.path_len {
        Some(PathLen::AtMost(length)) => format!("{ca}, pathlen:{length}"),
        Some(PathLen::Unusable) => format!("{ca}, pathlen unusable"),
        None => ca.to_owned(),
    }
}

fn key_usage(usage: KeyUsage) -> String {
    let names = join(usage.names().map(str::to_owned));
    if names.is_empty() { "(none)".to_owned() } else { names }
}

/// Name of a key purpose, or dotted decimal.
pub(crate) fn purpose(oid: &Oid) -> String {
    oids::key_purpose(oid).map_or_else(|| oid.to_string(), str::to_owned)
}

fn policy_name(oid: &Oid) -> String {
    oids::policy(oid).map_or_else(|| oid.to_string(), |name| format!("{name} ({oid})"))
}

/// `DNS:provider-service`
pub(crate) fn one_name(name: &GeneralName) -> String {
    format!("{}:{}", name.value.label(), name.value.text())
}

fn general_name(general: &GeneralName) -> Node {
    match &general.value {
        GeneralNameValue::Directory(directory) => name("DirName", directory).at(general.range),
        value => Node::new(value.label(), value.text()).at(general.range),
    }
}

fn authority_key_identifier(identifier: &AuthorityKeyIdentifier) -> (String, Vec<Node>) {
    let value = identifier.key_identifier.as_deref().map_or_else(String::new, colons);
    let mut children: Vec<Node> = identifier.authority_cert_issuer.iter().map(general_name).collect();
    children.extend(
        identifier.authority_cert_serial_number.as_deref().map(|n| Node::new("Serial number", colons(n))),
    );
    (value, children)
}

fn name_constraints(constraints: &NameConstraints) -> Vec<Node> {
    let lists = [("Permitted", &constraints.permitted), ("Excluded", &constraints.excluded)];
    let nodes = lists.into_iter().filter_map(|(label, list)| {
        let subtrees = list.as_ref()?.iter().map(|subtree| general_name(&subtree.base));
        Some(Node::new(label, "").with(subtrees))
    });
    nodes.collect()
}

fn policy(policy: &PolicyInformation) -> Node {
    let qualifiers = policy.qualifiers.iter().map(|qualifier| match qualifier {
        PolicyQualifier::Cps(uri) => Node::new("CPS", uri.clone()),
        PolicyQualifier::UserNotice { explicit_text, organization } => {
            let text = explicit_text.as_ref().map(|(text, _)| text.clone()).unwrap_or_default();
            let organization = organization.iter().map(|name| Node::new("Organization", name.clone()));
            Node::new("User notice", text).with(organization)
        }
        PolicyQualifier::Other(oid) => Node::new("Qualifier", oid.to_string()),
    });
    Node::new("Policy", policy_name(&policy.policy)).at(policy.range).with(qualifiers)
}

fn distribution_point(point: &DistributionPoint) -> Node {
    let reasons = point.reasons.map(|reasons| Node::new("Reasons", reason_flags(reasons)));
    let issuers = point.crl_issuer.iter().map(|issuer| Node::new("CRL issuer", one_name(issuer)));
    let mut node = Node::new("Distribution point", "").at(point.range);
    node.children.extend(point.name.as_ref().map_or_else(Vec::new, point_name));
    node.with(reasons).with(issuers)
}

fn point_name(point: &DistributionPointName) -> Vec<Node> {
    match point {
        DistributionPointName::Full(names) => names.iter().map(general_name).collect(),
        DistributionPointName::Relative(rdn) => {
            let attributes = rdn.attributes.iter();
            attributes.map(|a| Node::new(a.label(), a.text.clone()).at(a.range)).collect()
        }
    }
}

fn issuing_distribution_point(point: &IssuingDistributionPoint) -> Vec<Node> {
    let mut nodes = point.name.as_ref().map_or_else(Vec::new, point_name);
    let flags = [
        ("onlyContainsUserCerts", point.only_contains_user_certs),
        ("onlyContainsCACerts", point.only_contains_ca_certs),
        ("indirectCRL", point.indirect_crl),
        ("onlyContainsAttributeCerts", point.only_contains_attribute_certs),
    ];
    nodes.extend(flags.iter().filter(|(_, set)| *set).map(|(name, _)| Node::new(*name, "yes")));
    nodes.extend(point.only_some_reasons.map(|reasons| Node::new("onlySomeReasons", reason_flags(reasons))));
    nodes
}

fn access(description: &AccessDescription) -> Node {
    Node::new(description.method_name(), one_name(&description.location)).at(description.location.range)
}

fn timestamp(timestamp: &SignedCertificateTimestamp) -> Node {
    let seconds = i64::try_from(timestamp.timestamp / 1000).unwrap_or(i64::MAX);
    Node::new("Timestamp", Timestamp(seconds.min(253_402_300_799)).to_string())
        .at(timestamp.range)
        .with([Node::new("Log", data_encoding::HEXLOWER.encode(&timestamp.log_id))])
}

/// RFC 5280 §4.2.1.13
fn reason_flags(reasons: u64) -> String {
    const NAMES: [&str; 9] = [
        "unused",
        "keyCompromise",
        "cACompromise",
        "affiliationChanged",
        "superseded",
        "cessationOfOperation",
        "certificateHold",
        "privilegeWithdrawn",
        "aACompromise",
    ];
    let set = NAMES.iter().enumerate().filter(|(bit, _)| reasons >> bit & 1 == 1);
    join(set.map(|(_, name)| (*name).to_owned()))
}

fn join(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().collect::<Vec<_>>().join(", ")
}
