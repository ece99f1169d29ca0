//! The changes in sentences, and as OpenSSL and cert-manager take them.

use crate::peer::cure::bench::{Bench, Edited};
use crate::peer::cure::edit::{Edit, Step};
use crate::peer::encounter::Role;
use crate::peer::stack::Stack;
use crate::peer::{Prediction, StackVerdicts};
use crate::prose::list;
use crate::rule::Rule;
use crate::x509::certificate::Certificate;
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;

/// A sentence for each step.
pub(super) fn changes(bench: &Bench<'_>, steps: &[Step]) -> Vec<String> {
    steps.iter().map(|step| change(bench, *step)).collect()
}

fn change(bench: &Bench<'_>, step: Step) -> String {
    let label = |at: usize| {
        let piece = bench.pieces.get(at);
        piece.map(|piece| format!("certificate `{}`", piece.parsed.certificate.label())).unwrap_or_default()
    };
    match step {
        Step::Issue(at, edit) => format!("Issue {} again {}.", label(at), with(bench, at, edit)),
        Step::Chain(role) => {
            let path: Vec<String> = bench.path(role).into_iter().map(label).collect();
            let side = role.name();
            format!("Write the {side}'s `tls.crt` anew as plain PEM that holds {}, in this order, and nothing else.", list(&path))
        }
        Step::Trust(role) => {
            format!("Write the {}'s `ca.crt` anew as plain PEM, one block after the other.", role.name())
        }
        Step::Add(role, at) => {
            format!("Put {} into the {}'s `ca.crt`, if its CA is to be trusted.", label(at), role.name())
        }
        Step::Key(role) => format!(
            "Write the {}'s `tls.key` anew as unencrypted PKCS #8: `openssl pkcs8 -topk8 -nocrypt -in tls.key -out clean.key`.",
            role.name()
        ),
        Step::Suites => {
            "Allow the ECDHE-RSA and the ECDHE-ECDSA suites of TLS 1.2 on the server, of which the server's key needs one."
                .to_owned()
        }
    }
}

fn with(bench: &Bench<'_>, at: usize, edit: Edit) -> String {
    match edit {
        Edit::Sign => "with `keyUsage=critical,digitalSignature`".to_owned(),
        Edit::Encipher => {
            "with `keyUsage=critical,digitalSignature,keyEncipherment`, the latter for NSS, which asks it of RSA keys".to_owned()
        }
        Edit::CertSign => "with `keyUsage=critical,keyCertSign,cRLSign`, for the same key and subject".to_owned(),
        Edit::Purpose(role) => format!("with {} in extKeyUsage", purpose(role)),
        Edit::NoPurposes => "without extKeyUsage, which narrows what it may issue for".to_owned(),
        Edit::Name => format!("with the name `{}` in subjectAltName", bench.conversation.name),
        Edit::Authority => "with `basicConstraints=critical,CA:TRUE`, for the same key and subject".to_owned(),
        Edit::NoPathLength => "without the pathLenConstraint that the chain exceeds".to_owned(),
        Edit::EndEntity => {
            "with `basicConstraints=critical,CA:FALSE` and `keyUsage=critical,digitalSignature`".to_owned()
        }
        Edit::Identifiers => {
            "with `subjectKeyIdentifier=hash` and `authorityKeyIdentifier=keyid` of the issuer it has".to_owned()
        }
        Edit::Criticality => "with its extensions critical where RFC 5280 asks for it, and only there".to_owned(),
        Edit::Renewed => "with a validity period that includes the time of the handshake".to_owned(),
        Edit::IssuerName => {
            let signer = bench.pieces.get(at).and_then(|own| bench.pieces.get(own.signer?));
            let name = signer.map(|own| own.parsed.certificate.subject.to_string()).unwrap_or_default();
            format!("with the issuer's name `{name}` byte for byte as in the issuer's certificate")
        }
        Edit::Digest => "signed with SHA-256".to_owned(),
        Edit::Anew => "by a CA that writes DER as RFC 5280 asks, with the extensions below and no others".to_owned(),
    }
}

const fn purpose(role: Role) -> &'static str {
    match role {
        Role::Server => "serverAuth",
        Role::Client => "clientAuth",
    }
}

/// The lines for OpenSSL that differ, each certificate under a comment.
pub(super) fn openssl(edited: &[Edited]) -> String {
    sections(edited, |old, new| lines(new).into_iter().filter(|line| !lines(old).contains(line)).collect())
}

/// The fields for cert-manager of those that differ in them, likewise.
pub(super) fn cert_manager(edited: &[Edited]) -> String {
    sections(edited, |old, new| if fields(old) == fields(new) { Vec::new() } else { fields(new) })
}

/// What `differs` gives for each certificate before and after, under a comment.
fn sections(edited: &[Edited], differs: fn(&Certificate, &Certificate) -> Vec<String>) -> String {
    let mut text = String::new();
    for Edited { before, after } in edited {
        let lines = differs(&before.certificate, &after.certificate);
        if lines.is_empty() {
            continue;
        }
        let comment = after.certificate.label().replace(|c: char| c.is_control(), " ");
        text.push_str(&format!("# {comment}\n{}\n", lines.join("\n")));
    }
    text
}

/// The extensions of mutual TLS as x509v3_config(5) has them.
fn lines(certificate: &Certificate) -> Vec<String> {
    let critical = |name: &str| {
        let is = certificate.extension(name).is_some_and(|own| own.critical);
        if is { "critical," } else { "" }
    };
    let mut lines = Vec::new();
    if let Some(own) = certificate.basic_constraints() {
        let length = match own.path_len {
            Some(PathLen::AtMost(most)) => format!(",pathlen:{most}"),
            _ => String::new(),
        };
        let flag = if own.ca { "TRUE" } else { "FALSE" };
        lines.push(format!("basicConstraints={}CA:{flag}{length}", critical("basicConstraints")));
    }
    if let Some(usage) = certificate.key_usage() {
        let bits: Vec<&str> = usage.names().collect();
        lines.push(format!("keyUsage={}{}", critical("keyUsage"), bits.join(",")));
    }
    let purposes = tls_purposes(certificate);
    if !purposes.is_empty() {
        lines.push(format!("extendedKeyUsage={}", purposes.join(",")));
    }
    let names: Vec<String> = certificate
        .subject_alternative_names()
        .unwrap_or_default()
        .iter()
        .map(|name| (name.value.label(), name.value.text()))
        .filter(|(_, text)| text.chars().all(|c| c.is_ascii_graphic() && c != ','))
        .map(|(label, text)| format!("{}:{text}", label.replace("IP Address", "IP")))
        .collect();
    if !names.is_empty() {
        lines.push(format!("subjectAltName={}{}", critical("subjectAltName"), names.join(",")));
    }
    if certificate.subject_key_identifier().is_some() {
        lines.push(format!("subjectKeyIdentifier={}hash", critical("subjectKeyIdentifier")));
    }
    if certificate.authority_key_identifier().is_some_and(|own| own.key_identifier.is_some()) {
        lines.push(format!("authorityKeyIdentifier={}keyid", critical("authorityKeyIdentifier")));
    }
    lines
}

fn tls_purposes(certificate: &Certificate) -> Vec<&'static str> {
    let listed = certificate.extended_key_usage().unwrap_or_default();
    let both = [(oids::SERVER_AUTH, Role::Server), (oids::CLIENT_AUTH, Role::Client)];
    let own = both.into_iter().filter(|(oid, _)| listed.iter().any(|own| own.octets() == *oid));
    own.map(|(_, role)| purpose(role)).collect()
}

/// `isCA` and `usages` of cert-manager's API.
fn fields(certificate: &Certificate) -> Vec<String> {
    const BITS: [(KeyUsage, &str); 4] = [
        (KeyUsage::DIGITAL_SIGNATURE, "digital signature"),
        (KeyUsage::KEY_ENCIPHERMENT, "key encipherment"),
        (KeyUsage::KEY_CERT_SIGN, "cert sign"),
        (KeyUsage::CRL_SIGN, "crl sign"),
    ];
    let usage = certificate.key_usage().unwrap_or_default();
    let bits = BITS.into_iter().filter(|(bit, _)| usage.has(*bit)).map(|(_, name)| name);
    let purposes = tls_purposes(certificate).into_iter();
    let purposes = purposes.map(|own| if own == "serverAuth" { "server auth" } else { "client auth" });
    let usages: Vec<&str> = bits.chain(purposes).collect();
    let ca = certificate.is_ca().then(|| "isCA: true".to_owned());
    let usages = (!usages.is_empty()).then(|| format!("usages: [{}]", usages.join(", ")));
    ca.into_iter().chain(usages).collect()
}

/// What is refused or open in spite of the changes: a sentence for each requirement, with who asks it.
pub(super) fn remaining(bench: &Bench<'_>, judged: &[StackVerdicts]) -> Vec<String> {
    let mut refused: Vec<(&'static Rule, Role, Vec<String>)> = Vec::new();
    let mut open: Vec<(&str, Role, Vec<String>)> = Vec::new();
    for own in judged {
        for (role, _, prediction) in &own.verdicts {
            match prediction {
                Prediction::Accept => {}
                Prediction::Undetermined(reason) => {
                    note(&mut open, reason.as_str(), *role, own.stack);
                }
                Prediction::LoadError(refusal) | Prediction::Reject(refusal) => {
                    note(&mut refused, refusal.cause.rule(), *role, own.stack);
                }
            }
        }
    }
    let refused = refused.iter().map(|(rule, role, stacks)| {
        let verb = if stacks.len() == 1 { "refuses" } else { "refuse" };
        let name = if rule.code == "reference-identifier" {
            format!(" for `{}`", bench.conversation.name)
        } else {
            String::new()
        };
        format!(
            "As the {}, {} still {verb}{name}, since this does not hold: {}. {}",
            role.name(),
            list(stacks),
            rule.title,
            rule.remedy
        )
    });
    let open = open.iter().map(|(reason, role, stacks)| {
        format!("Of {} as the {} it cannot be told: {reason}", list(stacks), role.name())
    });
    refused.chain(open).collect()
}

/// Names the stack beside those of which the same is to be said.
fn note<T: PartialEq>(groups: &mut Vec<(T, Role, Vec<String>)>, what: T, role: Role, stack: &Stack) {
    let label = stack.label();
    match groups.iter_mut().find(|(own, at, _)| (own, *at) == (&what, role)) {
        Some((.., stacks)) if stacks.contains(&label) => {}
        Some((.., stacks)) => stacks.push(label),
        None => groups.push((what, role, vec![label])),
    }
}
