//! What was found and how it stands, in a sentence or two.

use std::collections::HashSet;

use crate::describe::configuration;
use crate::inspect::Inspection;
use crate::inventory::{Content, Object, ObjectKind, Relation};
use crate::pin_match::PinVerdict;
use crate::prose::list;
use crate::report::vocabulary::{CertificateRole, ValidityState};
use crate::rule::{Outcome, Severity};
use crate::span::ObjectId;
use crate::time::Timestamp;
use crate::x509::certificate::Certificate;
use crate::x509::oids;

/// What was found, whether keys belong to it, how much is wrong with it, and what expires first.
pub(super) fn summary(inspection: &Inspection) -> String {
    if inspection.is_empty() {
        return "Nothing here is a certificate, a key or a Secret. Paste PEM, DER, base64, YAML or JSON that holds one."
            .to_owned();
    }
    let keys = [keys(inspection), public_keys(inspection), digests(inspection)];
    let sentences = [found(inspection)].into_iter().chain(keys).chain([
        first_expiry(inspection),
        judged(inspection),
        undecided(inspection),
    ]);
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn found(inspection: &Inspection) -> Option<String> {
    let (copies, objects): (Vec<&Object>, Vec<&Object>) =
        inspection.inventory.objects.iter().partition(|object| object.is_copy());
    // What openssl writes before a key of its own accord is nothing that could be opened.
    let is_counted = |object: &&&Object| !matches!(&object.content, Content::Recognised(found) if found.kind.is_parameters());
    let count = |wanted: ObjectKind| {
        objects.iter().filter(is_counted).filter(|object| object.content.kind() == wanted).count()
    };
    let kinds = [
        (ObjectKind::Certificate, "certificate", "certificates"),
        (ObjectKind::PrivateKey, "private key", "private keys"),
        (ObjectKind::PublicKey, "public key", "public keys"),
        (ObjectKind::CertificationRequest, "certification request", "certification requests"),
        (ObjectKind::CertificateRevocationList, "revocation list", "revocation lists"),
        (ObjectKind::OcspResponse, "OCSP response", "OCSP responses"),
        (ObjectKind::Container, "store that is not opened", "stores that are not opened"),
        (ObjectKind::Unreadable, "unreadable block", "unreadable blocks"),
    ];
    let counts = kinds.iter().filter_map(|(kind, one, many)| counted(count(*kind), one, many));
    let configuration = configuration::recognised(&inspection.configuration).len();
    let configuration = counted(configuration, "piece of configuration", "pieces of configuration");
    let errors = counted(inspection.errors.len(), "error of a TLS stack", "errors of TLS stacks");
    let found: Vec<String> = counts.chain(configuration).chain(errors).collect();
    let secrets = inspection.manifests.iter().filter(|manifest| manifest.kind == "Secret").count();
    let within = if objects.is_empty() { String::new() } else { counted_within(secrets) };
    let copies = match copies.len() {
        0 => String::new(),
        1 => " 1 thing stands only in a copy that an annotation carries, and is not judged.".to_owned(),
        count => {
            format!(" {count} things stand only in copies that annotations carry, and are not judged.")
        }
    };
    Some(match found.as_slice() {
        [] => format!("Found nothing to read{within}.{copies}"),
        found => format!("Found {}{within}.{copies}", list(found)),
    })
}

fn counted_within(secrets: usize) -> String {
    counted(secrets, "Secret", "Secrets").map(|secrets| format!(" in {secrets}")).unwrap_or_default()
}

/// Whether every private key belongs to something that was found. Keys that could not be read are not said to differ.
fn keys(inspection: &Inspection) -> Option<String> {
    let inventory = &inspection.inventory;
    let is_copy = |id: ObjectId| inventory.object(id).is_some_and(Object::is_copy);
    let belonging: HashSet<ObjectId> = inventory
        .relations
        .iter()
        .filter_map(|relation| match relation {
            Relation::KeyOf { key, holder } if !is_copy(*holder) => Some(*key),
            _ => None,
        })
        .collect();
    let [mut matched, mut other, mut unread] = [0_usize; 3];
    for object in inventory.objects.iter().filter(|object| !object.is_copy()) {
        match &object.content {
            Content::PrivateKey(_) if belonging.contains(&object.id) => matched += 1,
            Content::PrivateKey(facts) if facts.public_key.is_some() => other += 1,
            Content::PrivateKey(_) => unread += 1,
            _ => {}
        }
    }
    let compared = match (matched, other) {
        (0, 0) => None,
        (1, 0) => Some("The private key matches.".to_owned()),
        (2, 0) => Some("Both private keys match.".to_owned()),
        (_, 0) => Some("Every private key matches.".to_owned()),
        (0, 1) => Some("The private key matches nothing found here.".to_owned()),
        (0, _) => Some("No private key matches anything found here.".to_owned()),
        (matched, other) => Some(format!("{matched} of {} private keys match.", matched + other)),
    };
    let unread = counted(unread, "private key could not be compared.", "private keys could not be compared.");
    let sentences: Vec<String> = compared.into_iter().chain(unread).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Whether public keys that were pasted in the place of private ones belong to something that was found.
fn public_keys(inspection: &Inspection) -> Option<String> {
    let inventory = &inspection.inventory;
    let same = |id: ObjectId| {
        let other = inventory.relations.iter().find_map(|relation| match relation {
            Relation::KeyOf { key, holder } if *holder == id => Some(*key),
            Relation::SameKey(first, second) if *first == id => Some(*second),
            Relation::SameKey(first, second) if *second == id => Some(*first),
            _ => None,
        });
        other.and_then(|other| inventory.object(other)).map(Object::title)
    };
    let keys = inventory.objects.iter().filter(|object| matches!(object.content, Content::PublicKey(_)));
    let same: Vec<Option<String>> = keys.map(|object| same(object.id)).collect();
    Some(match same.as_slice() {
        [] => return None,
        [Some(other)] => format!("The public key is that of {other}."),
        [None] => "The public key matches nothing found here.".to_owned(),
        several => {
            let matched = several.iter().flatten().count();
            format!("{matched} of {} public keys match something here.", several.len())
        }
    })
}

/// What pasted digests are of: all that there is to say of one, a count of several.
fn digests(inspection: &Inspection) -> Option<String> {
    match inspection.digests.as_slice() {
        [] => None,
        [one] => one.found.sentences.first().cloned(),
        several => {
            let count = several.iter().filter(|digest| digest.found.verdict == PinVerdict::Matches).count();
            Some(format!("{count} of {} digests match something here.", several.len()))
        }
    }
}

fn first_expiry(inspection: &Inspection) -> Option<String> {
    let at = inspection.settings.time;
    let ends = inspection.inventory.originals().filter_map(|(_, certificate)| {
        certificate.validity.not_after.instant.map(|instant| (instant, certificate))
    });
    let (expired, ahead): (Vec<_>, Vec<_>) = ends.partition(|(instant, _)| *instant < at);
    let next = ahead.into_iter().min_by_key(|(instant, _)| *instant);
    match (expired.as_slice(), next) {
        ([], None) => None,
        ([], Some((instant, _))) => Some(format!("The first to expire does so in {}.", at.distance(instant))),
        ([(_, one)], _) => Some(format!("`{}` has expired.", one.label())),
        (several, _) => Some(format!("{} certificates have expired.", several.len())),
    }
}

fn judged(inspection: &Inspection) -> Option<String> {
    let failed = |severity: Severity| {
        let fails = |finding: &&crate::rule::Finding| {
            finding.outcome == Outcome::Fail && finding.rule.severity == severity
        };
        inspection.findings.iter().filter(fails).count()
    };
    let counts: Vec<String> = [
        counted(failed(Severity::Error), "error", "errors"),
        counted(failed(Severity::Warning), "warning", "warnings"),
        counted(failed(Severity::Notice), "notice", "notices"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!counts.is_empty()).then(|| format!("{} to look at.", list(&counts)))
}

fn undecided(inspection: &Inspection) -> Option<String> {
    let open = inspection.findings.iter().filter(|finding| finding.outcome == Outcome::Undetermined);
    Some(format!("{} could not be decided.", counted(open.count(), "check", "checks")?))
}

fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    }
}

/// How `at` lies to the validity of a certificate: one word for programs, a few for readers.
pub(super) fn validity(certificate: &Certificate, at: Timestamp) -> (ValidityState, String) {
    let validity = &certificate.validity;
    match (validity.not_before.instant, validity.not_after.instant) {
        (Some(begin), _) if at < begin => {
            (ValidityState::NotYetValid, format!("not valid for another {}", at.distance(begin)))
        }
        (_, Some(end)) if at > end => (ValidityState::Expired, format!("expired {} ago", at.distance(end))),
        (Some(_), Some(end)) => (ValidityState::Valid, format!("expires in {}", at.distance(end))),
        _ => (ValidityState::Unreadable, "the validity cannot be read".to_owned()),
    }
}

/// What a certificate may be used as.
pub(super) fn role(certificate: &Certificate) -> CertificateRole {
    if certificate.is_ca() {
        return CertificateRole::Ca;
    }
    let Some(purposes) = certificate.extended_key_usage() else { return CertificateRole::Any };
    let has = |wanted: &[u8]| purposes.iter().any(|purpose| purpose.octets() == wanted);
    match (has(oids::SERVER_AUTH), has(oids::CLIENT_AUTH), has(oids::ANY_EXTENDED_KEY_USAGE)) {
        (true, true, _) => CertificateRole::ServerAndClient,
        (true, false, _) => CertificateRole::Server,
        (false, true, _) => CertificateRole::Client,
        (false, false, true) => CertificateRole::Any,
        (false, false, false) => CertificateRole::Other,
    }
}
