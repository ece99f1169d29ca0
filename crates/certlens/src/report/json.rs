//! From the inspection to its document.

mod path;

use std::collections::HashMap;

use data_encoding::{BASE64, HEXLOWER};

use crate::crypto::digest;
use crate::der::time::Time;
use crate::describe::{self, configuration::Recognised};
use crate::inspect::{Inspection, PastedDigest};
use crate::inventory::{Content, Object, Relation};
use crate::lint::reading;
use crate::report::document::{
    CertificateDocument, ConfigurationDocument, DefectDocument, DigestDocument, EntryDocument, FactDocument,
    FindingDocument, InspectionDocument, ManifestDocument, ObjectDocument, OriginDocument, RelationDocument,
    SCHEMA, SecretDocument, UpdatesDocument,
};
use crate::report::vocabulary::RelationKind;
use crate::report::{check, errors, pins, renewal, summary};
use crate::rule::Finding;
use crate::source::{Entry, EntryState, Manifest, SecretSpan};
use crate::span::{Location, ObjectId, Span};
use crate::x509::certificate::Certificate;
use crate::x509::extension::basic_constraints::PathLen;

/// The document of an inspection, with stable field names.
#[must_use]
pub fn document(inspection: &Inspection) -> InspectionDocument {
    let mut document = outline(inspection);
    for (object, own) in inspection.inventory.objects.iter().zip(&mut document.objects) {
        own.usages = inspection.usages(object.id);
    }
    document.fixes = inspection.fixes(|_| true);
    document
}

/// The document without what is long to say of each certificate, for who asks for that one by one.
#[must_use]
pub fn outline(inspection: &Inspection) -> InspectionDocument {
    InspectionDocument {
        schema: SCHEMA.to_owned(),
        at: inspection.settings.time.to_string(),
        summary: summary::summary(inspection),
        sources: inspection.sources.clone(),
        objects: inspection
            .inventory
            .objects
            .iter()
            .map(|object| object_document(inspection, object))
            .collect(),
        manifests: manifests(inspection),
        configuration: describe::configuration::recognised(&inspection.configuration)
            .into_iter()
            .map(configuration)
            .collect(),
        relations: inspection.inventory.relations.iter().map(relation).collect(),
        paths: inspection.paths.iter().filter_map(|search| path::document(inspection, search)).collect(),
        findings: inspection.findings.iter().map(|finding| self::finding(inspection, finding)).collect(),
        fixes: Vec::new(),
        secrets: inspection.secrets.iter().map(secret).collect(),
        digests: inspection.digests.iter().map(digest_document).collect(),
        errors: errors::documents(&inspection.errors),
    }
}

fn object_document(inspection: &Inspection, object: &Object) -> ObjectDocument {
    let key = object.content.public_key();
    ObjectDocument {
        id: object.id.0,
        kind: object.content.kind(),
        title: object.title(),
        origins: object
            .origins
            .iter()
            .map(|origin| OriginDocument {
                source: inspection.sources.get(origin.span.source).cloned().unwrap_or_default(),
                source_index: origin.span.source,
                path: origin.place.to_string(),
                start: origin.span.start,
                end: origin.span.end,
            })
            .collect(),
        defects: object
            .defects
            .iter()
            .map(|defect| DefectDocument {
                message: reading::words(defect, object.content.der().unwrap_or_default()),
                start: defect.at.start,
                end: defect.at.end,
            })
            .collect(),
        sha256: object.sha256().map(|digest| HEXLOWER.encode(&digest)),
        spki_sha256: key.map(|key| BASE64.encode(&digest::sha256(&key.der))),
        key_algorithm: key.map(crate::x509::public_key::PublicKey::describe),
        certificate: match &object.content {
            Content::Certificate(certificate) => Some(self::certificate(inspection, object.id, certificate)),
            _ => None,
        },
        updates: match &object.content {
            Content::CertificateList(list) => Some(UpdatesDocument {
                this_update: time(&list.this_update),
                next_update: list.next_update.as_ref().map(time),
            }),
            _ => None,
        },
        usages: None,
    }
}

fn time(time: &Time) -> String {
    time.instant.map_or_else(|| time.text.clone(), |instant| instant.to_string())
}

fn certificate(inspection: &Inspection, id: ObjectId, certificate: &Certificate) -> CertificateDocument {
    let usage = certificate.key_usage();
    let purposes = certificate.extended_key_usage();
    let (validity_state, validity) = summary::validity(certificate, inspection.settings.time);
    let renewal = renewal::renewal(inspection, id, certificate);
    let path_len = certificate.basic_constraints().and_then(|constraints| constraints.path_len);
    CertificateDocument {
        version: certificate.version.number(),
        name: certificate.label(),
        subject: certificate.subject.to_string(),
        issuer: certificate.issuer.to_string(),
        serial: certificate.serial.hex(),
        not_before: time(&certificate.validity.not_before),
        not_after: time(&certificate.validity.not_after),
        validity,
        validity_state,
        renewal: renewal.as_ref().and_then(|renewal| renewal.time).map(|time| time.to_string()),
        renewal_told_by: renewal.and_then(|renewal| renewal.told_by),
        role: summary::role(certificate),
        sha1: HEXLOWER.encode(&digest::sha1(&certificate.der)),
        subject_alternative_names: certificate
            .subject_alternative_names()
            .unwrap_or_default()
            .iter()
            .map(describe::one_name)
            .collect(),
        key_usage: usage.map(|usage| usage.names().map(str::to_owned).collect()),
        extended_key_usage: purposes.map(|purposes| purposes.iter().map(describe::purpose).collect()),
        is_ca: certificate.is_ca(),
        path_len: match path_len {
            Some(PathLen::AtMost(length)) => Some(length),
            _ => None,
        },
        is_self_issued: certificate.is_self_issued(),
        subject_key_identifier: certificate.subject_key_identifier().map(|id| HEXLOWER.encode(id)),
        authority_key_identifier: certificate
            .authority_key_identifier()
            .and_then(|aki| aki.key_identifier.as_ref())
            .map(|id| HEXLOWER.encode(id)),
        signature_algorithm: certificate.signature_algorithm.to_string(),
    }
}

/// The Kubernetes objects with the numbers of what is in each of their entries.
fn manifests(inspection: &Inspection) -> Vec<ManifestDocument> {
    let mut contents: HashMap<usize, Vec<(Span, usize)>> = HashMap::new();
    for object in &inspection.inventory.objects {
        for origin in &object.origins {
            if let Some(manifest) = origin.place.manifest {
                contents.entry(manifest).or_default().push((origin.span, object.id.0));
            }
        }
    }
    let document = |(number, manifest): (usize, &Manifest)| {
        let contents = contents.get(&number).map_or(&[][..], Vec::as_slice);
        ManifestDocument {
            name: manifest.to_string(),
            kind: manifest.kind.clone(),
            secret_type: manifest.secret_type.clone(),
            entries: manifest.entries.iter().map(|entry| self::entry(entry, contents)).collect(),
            span: manifest.span,
        }
    };
    inspection.manifests.iter().enumerate().map(document).collect()
}

fn entry(entry: &Entry, contents: &[(Span, usize)]) -> EntryDocument {
    let within = |span: &Span| entry.span.start <= span.start && span.end <= entry.span.end;
    EntryDocument {
        key: entry.key.clone(),
        section: entry.section.clone(),
        state: match &entry.state {
            EntryState::Present => "present".to_owned(),
            EntryState::Empty => "empty".to_owned(),
            EntryState::Null => "nothing there".to_owned(),
            EntryState::OnlyComment(comment) => format!("only a comment: {comment}"),
            EntryState::Placeholder(text) => format!("a placeholder: {text}"),
            EntryState::NotBase64 => "not base64".to_owned(),
        },
        objects: contents.iter().filter(|(span, _)| within(span)).map(|(_, object)| *object).collect(),
        span: entry.span,
    }
}

fn configuration(found: Recognised) -> ConfigurationDocument {
    let fact = |(name, value): (&'static str, String)| FactDocument { name: name.to_owned(), value };
    ConfigurationDocument {
        kind: found.kind.to_owned(),
        title: found.title,
        facts: found.facts.into_iter().map(fact).collect(),
        span: found.span,
    }
}

fn relation(relation: &Relation) -> RelationDocument {
    let (kind, from, to, proof) = match relation {
        Relation::Issued { issuer, subject, proof } => (RelationKind::Issued, issuer, subject, Some(*proof)),
        Relation::KeyOf { key, holder } => (RelationKind::KeyOf, key, holder, None),
        Relation::SameKey(first, second) => (RelationKind::SameKey, first, second, None),
        Relation::SameSecret(first, second) => (RelationKind::SameSecret, first, second, None),
    };
    RelationDocument { kind, from: from.0, to: to.0, proof }
}

/// One finding as a document.
pub(crate) fn finding(inspection: &Inspection, finding: &Finding) -> FindingDocument {
    let (object, bytes) = match &finding.location {
        Location::Object(object) => (Some(object.0), None),
        Location::Field { object, bytes } => (Some(object.0), Some(*bytes)),
        Location::Everything | Location::Text(_) => (None, None),
    };
    let mut document = FindingDocument {
        code: finding.rule.code.to_owned(),
        title: finding.rule.title.to_owned(),
        kind: finding.rule.kind,
        severity: finding.rule.severity,
        outcome: finding.outcome,
        message: finding.message.clone(),
        object,
        start: bytes.map(|bytes| bytes.start),
        end: bytes.map(|bytes| bytes.end),
        text: inspection.text(&finding.location),
        check: None,
    };
    if document.is_shown() {
        document.check = check::command(inspection, finding);
    }
    document
}

fn digest_document(digest: &PastedDigest) -> DigestDocument {
    DigestDocument { span: digest.span, found: pins::sought(&digest.found) }
}

fn secret(secret: &SecretSpan) -> SecretDocument {
    let what =
        if secret.is_private_key { "a private key" } else { "what may be a key, a password or a token" };
    SecretDocument { span: secret.span, what: what.to_owned() }
}
