//! A certification request and the certificate that answers it, in one Kubernetes object.

use super::name_set::NameSet;
use super::secret::several;
use super::{Context, Lint, Note, is_cut_off};
use crate::crypto::key_match;
use crate::inventory::{Content, Inventory};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::source::Manifest;
use crate::span::{Location, ObjectId, Span};
use crate::x509::certificate::Certificate;
use crate::x509::request::CertificationRequest;

pub(super) const LINTS: &[Lint<Answered>] = &[ISSUED_FOR_ANOTHER_KEY, REQUEST_NAMES_DROPPED];

/// A `CertificateRequest` or `Order` of cert-manager or a `CertificateSigningRequest` that was answered.
pub(super) struct Answered {
    title: String,
    span: Span,
    request: ObjectId,
    certificate: ObjectId,
}

/// Every object that holds both.
pub(super) fn all(inventory: &Inventory, manifests: &[Manifest]) -> Vec<Answered> {
    let mut halves: Vec<(Option<ObjectId>, Option<ObjectId>)> = vec![(None, None); manifests.len()];
    for object in &inventory.objects {
        for origin in object.own_origins() {
            let place = &origin.place;
            let half = place.manifest.and_then(|number| halves.get_mut(number));
            let is_first = place.block.is_none_or(|(number, _)| number == 1);
            let Some((request, certificate)) = half.filter(|_| is_first) else { continue };
            let [section, key, ..] = place.trail.as_slice() else { continue };
            match (section.as_str(), key.as_str(), &object.content) {
                ("spec", "request", Content::Request(_)) => *request = Some(object.id),
                ("status", "certificate", Content::Certificate(_)) => *certificate = Some(object.id),
                _ => {}
            }
        }
    }
    let answered = halves.into_iter().zip(manifests).filter_map(|((request, certificate), manifest)| {
        let (title, span) = (format!("`{manifest}`"), manifest.span);
        Some(Answered { title, span, request: request?, certificate: certificate? })
    });
    answered.collect()
}

impl Answered {
    pub(super) fn name(&self) -> &str {
        &self.title
    }

    pub(super) const fn location(&self) -> Location {
        Location::Text(self.span)
    }

    fn halves<'a>(&self, context: &'a Context<'_>) -> Option<(&'a CertificationRequest, &'a Certificate)> {
        match &context.inventory.object(self.request)?.content {
            Content::Request(request) => {
                let object =
                    context.inventory.object(self.certificate).filter(|object| !is_cut_off(object))?;
                Some((request, context.inventory.certificate(object.id)?))
            }
            _ => None,
        }
    }

    fn when(&self, found: bool, message: impl Into<String>) -> Vec<Note> {
        let note = Note { at: Location::Object(self.certificate), message: message.into() };
        if found { vec![note] } else { Vec::new() }
    }
}

const ISSUED_FOR_ANOTHER_KEY: Lint<Answered> = Lint {
    rule: &Rule {
        code: "issued-for-another-key",
        title: "certificate for another key than that of the request",
        severity: Severity::Error,
        citation: Citation::Rfc(2986, "3"),
        explanation: "Whoever asked has the key of the request, and can do nothing with a certificate of another.",
        remedy: "Have the signer issue what is in `spec.request`, or make the request again.",
        kind: RuleKind::Lint,
    },
    run: issued_for_another_key,
};

fn issued_for_another_key(answered: &Answered, context: &Context<'_>) -> Vec<Note> {
    let halves = answered.halves(context);
    let keys = halves
        .and_then(|(request, certificate)| request.public_key.as_ref().zip(certificate.public_key.as_ref()));
    let differ = keys.is_some_and(|(asked, given)| !key_match::same(asked, given));
    answered.when(differ, "`status.certificate` is of another key than `spec.request`")
}

const REQUEST_NAMES_DROPPED: Lint<Answered> = Lint {
    rule: &Rule {
        code: "request-names-dropped",
        title: "certificate without a name that its request asks for",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "a signer issues what its policy allows, and may drop the rest without a word",
        ),
        explanation: "Peers that dial the name refuse the certificate, while the request shows as issued.",
        remedy: "Allow the name in the policy of the signer (a role of Vault, a template of a CA), and make the request again.",
        kind: RuleKind::Lint,
    },
    run: request_names_dropped,
};

fn request_names_dropped(answered: &Answered, context: &Context<'_>) -> Vec<Note> {
    let Some((request, certificate)) = answered.halves(context) else { return Vec::new() };
    let given = NameSet::of(&certificate.subject, &certificate.extensions);
    let missing = NameSet::of(&request.subject, &request.extensions).without(&given);
    let all = several(missing.iter().map(String::as_str));
    answered.when(
        !missing.is_empty(),
        format!("`spec.request` asks for {all}, and `status.certificate` is without"),
    )
}
