//! The strings of a document that may name somebody. Every field is named, so that a new one is decided upon.

use crate::peer::Cure;
use crate::reissue::Fix;
use crate::report::document::{
    CertificateDocument, ConfigurationDocument, DefectDocument, DigestDocument, EntryDocument, FactDocument,
    FindingDocument, InspectionDocument, ManifestDocument, ObjectDocument, OriginDocument, OtherPathDocument,
    PathDocument, SecretDocument, StepDocument, WindowDocument,
};
use crate::report::errors::{CauseDocument, ErrorDocument};
use crate::report::pair::{PairDocument, SideDocument, StackDocument, VerdictDocument};
use crate::report::pins::SoughtDocument;
use crate::usages::{ExchangeUsage, IssuerPurpose, PurposeUsage, RoleUsages, Usages};

type Strings<'a> = Vec<&'a mut String>;

pub(super) fn of(document: &mut InspectionDocument) -> Strings<'_> {
    let InspectionDocument {
        schema: _,
        at: _,
        summary,
        sources,
        objects,
        manifests,
        configuration,
        relations: _,
        paths,
        findings,
        fixes,
        secrets,
        digests,
        errors,
    } = document;
    let mut strings = vec![summary];
    strings.extend(sources);
    objects.iter_mut().for_each(|own| object(&mut strings, own));
    manifests.iter_mut().for_each(|own| manifest(&mut strings, own));
    for ConfigurationDocument { kind: _, title, facts, span: _ } in configuration {
        strings.push(title);
        strings.extend(facts.iter_mut().map(|FactDocument { name: _, value }| value));
    }
    paths.iter_mut().for_each(|own| path(&mut strings, own));
    findings.iter_mut().for_each(|own| finding(&mut strings, own));
    fixes.iter_mut().for_each(|own| fix(&mut strings, own));
    strings.extend(secrets.iter_mut().map(|SecretDocument { span: _, what }| what));
    for DigestDocument { span: _, found: SoughtDocument { pin, verdict: _, objects: _, messages } } in digests
    {
        strings.push(pin);
        strings.extend(messages);
    }
    errors.iter_mut().for_each(|own| error(&mut strings, own));
    strings
}

pub(super) fn of_pair(pair: &mut PairDocument) -> Strings<'_> {
    let PairDocument {
        schema: _,
        at: _,
        name,
        told,
        summary: _,
        server,
        client,
        stacks,
        handshakes: _,
        findings,
        cures,
        other_names,
    } = pair;
    let mut strings = vec![name];
    strings.extend(told);
    for SideDocument { title, reasons, certificate } in server.iter_mut().chain(client) {
        strings.push(title);
        strings.extend(reasons);
        strings.extend(certificate);
    }
    for stack in stacks {
        let StackDocument { stack: _, name: _, version: _, recorded: _, found_in: _, client, server } = stack;
        for verdict in client.values_mut().chain(server.values_mut()) {
            let VerdictDocument { verdict: _, error, codes: _, peer_sees, when: _, reason, own_words } =
                verdict;
            strings.extend([error, peer_sees, reason, own_words]);
        }
    }
    findings.iter_mut().for_each(|own| finding(&mut strings, own));
    for Cure { changes, openssl, cert_manager, proved: _, remaining } in cures {
        strings.extend([openssl, cert_manager]);
        strings.extend(changes.iter_mut().chain(remaining));
    }
    other_names.iter_mut().for_each(|other| strings.extend(of_pair(other)));
    strings
}

fn object<'a>(strings: &mut Strings<'a>, object: &'a mut ObjectDocument) {
    let ObjectDocument {
        id: _,
        kind: _,
        title,
        origins,
        defects,
        sha256,
        spki_sha256,
        key_algorithm: _,
        certificate,
        updates: _,
        usages,
    } = object;
    strings.push(title);
    for OriginDocument { source, source_index: _, path, start: _, end: _ } in origins {
        strings.extend([source, path]);
    }
    strings.extend(defects.iter_mut().map(|DefectDocument { message, start: _, end: _ }| message));
    strings.extend(sha256);
    strings.extend(spki_sha256);
    if let Some(own) = certificate {
        self::certificate(strings, own);
    }
    if let Some(Usages { roles, notes }) = usages {
        roles.iter_mut().for_each(|own| role(strings, own));
        strings.extend(notes);
    }
}

fn certificate<'a>(strings: &mut Strings<'a>, certificate: &'a mut CertificateDocument) {
    let CertificateDocument {
        version: _,
        name,
        subject,
        issuer,
        serial,
        not_before: _,
        not_after: _,
        validity: _,
        validity_state: _,
        renewal: _,
        renewal_told_by,
        role: _,
        sha1,
        subject_alternative_names,
        key_usage: _,
        extended_key_usage: _,
        is_ca: _,
        path_len: _,
        is_self_issued: _,
        subject_key_identifier,
        authority_key_identifier,
        signature_algorithm: _,
    } = certificate;
    strings.extend([name, subject, issuer, serial, sha1]);
    strings.extend(renewal_told_by);
    strings.extend(subject_alternative_names);
    strings.extend(subject_key_identifier);
    strings.extend(authority_key_identifier);
}

fn role<'a>(strings: &mut Strings<'a>, usages: &'a mut RoleUsages) {
    let RoleUsages { role: _, purpose, exchanges } = usages;
    let PurposeUsage { needed: _, state: _, refused_by: _, message, issuers } = purpose;
    strings.push(message);
    for IssuerPurpose { object: _, state: _, refused_by: _, message } in issuers {
        strings.push(message);
    }
    for own in exchanges {
        let ExchangeUsage {
            exchange: _,
            label: _,
            needed: _,
            state: _,
            enforced_by: _,
            refused_by: _,
            message,
        } = own;
        strings.push(message);
    }
}

fn manifest<'a>(strings: &mut Strings<'a>, manifest: &'a mut ManifestDocument) {
    let ManifestDocument { name, kind: _, secret_type: _, entries, span: _ } = manifest;
    strings.push(name);
    for EntryDocument { key, section: _, state, objects: _, span: _ } in entries {
        strings.extend([key, state]);
    }
}

fn path<'a>(strings: &mut Strings<'a>, path: &'a mut PathDocument) {
    let PathDocument {
        target: _,
        verdict: _,
        summary,
        window,
        certificates: _,
        end: _,
        missing_issuer,
        steps,
        others,
    } = path;
    strings.push(summary);
    strings.extend(window.iter_mut().map(|WindowDocument { start: _, end: _, ends_with: _, words }| words));
    strings.extend(missing_issuer);
    for StepDocument { certificate: _, role: _, findings } in steps {
        findings.iter_mut().for_each(|own| finding(strings, own));
    }
    for OtherPathDocument { verdict: _, certificates: _, end: _, reason } in others {
        reason.iter_mut().for_each(|own| finding(strings, own));
    }
}

fn finding<'a>(strings: &mut Strings<'a>, finding: &'a mut FindingDocument) {
    let FindingDocument {
        code: _,
        title: _,
        kind: _,
        severity: _,
        outcome: _,
        message,
        object: _,
        start: _,
        end: _,
        text: _,
        check,
    } = finding;
    strings.push(message);
    strings.extend(check);
}

fn fix<'a>(strings: &mut Strings<'a>, fix: &'a mut Fix) {
    let Fix { object: _, title, cures: _, changes, gaps, file, config, commands, manifest } = fix;
    strings.extend([title, file, config, commands, manifest]);
    strings.extend(changes);
    strings.extend(gaps);
}

fn error<'a>(strings: &mut Strings<'a>, error: &'a mut ErrorDocument) {
    let ErrorDocument { span: _, text, repeated: _, stack: _, dialled, meaning, place, citation: _, causes } =
        error;
    strings.extend([text, meaning, place]);
    strings.extend(dialled);
    strings
        .extend(causes.iter_mut().map(|CauseDocument { code: _, title: _, exhibited: _, message }| message));
}
