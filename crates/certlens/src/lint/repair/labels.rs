//! A BEGIN line that says one thing, and a block that is another.

use super::{blocks, lint};
use crate::prose;
use crate::rule::{Finding, Outcome, Rule, Severity};
use crate::source::{Artifact, Label};
use crate::span::Location;
use crate::x509::form::{self, Form};

pub(super) const LABEL: Rule = lint(
    "pem-label-of-another",
    Severity::Error,
    "the label does not say what the block holds",
    "with `CERTIFICAT`, Go, OpenSSL, pyca and GnuTLS 1 of 2; Java 2 of 2",
    "Loaders go by the label: they pass the block over, or take it for what it is not and refuse it.",
    "Write the label of what it holds into the BEGIN line and the END line.",
);

/// What is said of every block of one file whose label belongs to something else, each pair of label and content once.
pub(super) fn findings(artifacts: &[Artifact]) -> impl Iterator<Item = Finding> {
    let mut wrong: Vec<(Form, Vec<&Artifact>)> = Vec::new();
    for artifact in artifacts {
        let Some(form) = another(artifact) else { continue };
        let same = |(known, found): &&mut (Form, Vec<&Artifact>)| {
            let is_same = |first: &&Artifact| (first.file, &first.label) == (artifact.file, &artifact.label);
            *known == form && found.first().is_some_and(is_same)
        };
        match wrong.last_mut().filter(|last| same(last)) {
            Some((_, found)) => found.push(artifact),
            None => wrong.push((form, vec![artifact])),
        }
    }
    wrong.into_iter().filter_map(|(form, found)| {
        let first = found.first()?;
        let count = first.place.block.map(|(_, count)| count).unwrap_or_default();
        let mut file = first.place.clone();
        file.block = None;
        let numbers = blocks(found.iter().copied(), count);
        let (label, what) = (first.label.as_ref()?, prose::one(&form.to_string()));
        let remedy = match proper(form).first() {
            Some(proper) => format!("The label of that is `{proper}`. {}", LABEL.remedy),
            None => "Loaders of PEM have no label for it: take it out of the PEM.".to_owned(),
        };
        let message = format!(
            "`{file}`{numbers}: the label is `{label}`, and what it holds is {what}. {} {remedy}",
            LABEL.explanation
        );
        let location = Location::Text(first.span);
        Some(Finding { rule: &LABEL, outcome: Outcome::Fail, location, message })
    })
}

/// What a block is, if its label belongs to something else.
fn another(artifact: &Artifact) -> Option<Form> {
    let label = artifact.label.as_ref()?;
    let form = form::of(&artifact.bytes)?;
    // Of these few elements a damaged or encrypted key may be made up too.
    let is_vague = !form.is_public() && !form.is_private_key();
    let is_cipher_text = artifact.encryption.is_some() && !form.is_public();
    let is_key_of_unknown_kind = label.is_private() || matches!(label, Label::Other(_));
    let is_unsure = is_cipher_text || is_vague && is_key_of_unknown_kind;
    (!is_unsure && !proper(form).contains(label)).then_some(form)
}

/// The labels that a form has, the one to write first.
const fn proper(form: Form) -> &'static [Label] {
    match form {
        Form::Certificate => &[Label::Certificate, Label::X509Certificate, Label::TrustedCertificate],
        Form::CertificateList => &[Label::CertificateList],
        Form::CertificationRequest => &[Label::CertificateRequest, Label::NewCertificateRequest],
        Form::SubjectPublicKeyInfo => &[Label::PublicKey],
        Form::RsaPublicKey => &[Label::RsaPublicKey],
        Form::PrivateKeyInfo => &[Label::PrivateKey],
        Form::EncryptedPrivateKeyInfo => &[Label::EncryptedPrivateKey],
        Form::RsaPrivateKey => &[Label::RsaPrivateKey],
        Form::EcPrivateKey => &[Label::EcPrivateKey],
        Form::DsaPrivateKey => &[Label::DsaPrivateKey],
        Form::SignedData => &[Label::Pkcs7, Label::Cms, Label::Pkcs7SignedData],
        Form::OtherCms => &[Label::Cms, Label::Pkcs7],
        Form::OcspResponse => &[Label::OcspResponse],
        Form::AttributeCertificate => &[Label::AttributeCertificate],
        Form::DhParameters => &[Label::DhParameters],
        Form::EcParameters => &[Label::EcParameters],
        Form::Pkcs12 | Form::OcspRequest => &[],
    }
}
