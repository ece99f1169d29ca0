//! Opinions: what is wrong, though it decides no verdict.

mod alert;
mod answered;
mod baseline;
mod basic_constraints;
mod bundle;
mod cert_manager;
mod certificate_list;
mod certificate_policies;
mod cluster_name;
mod configuration;
mod dns_name;
mod extended_key_usage;
mod go_pin;
mod issued;
mod issuer_name;
mod key_identifiers;
mod key_usage;
mod kin;
mod kubectl_command;
mod loose_key;
mod name;
mod name_constraints;
mod name_set;
mod openssl_command;
mod private_key;
mod public_key;
pub(crate) mod reading;
mod recipe;
pub(crate) mod repair;
mod request;
mod revocation_pointers;
mod role;
mod rotation;
mod rsa_key;
mod secret;
mod secret_content;
mod secret_pair;
mod secret_trust;
mod serial_number;
mod shared_key;
mod signature_algorithm;
pub(crate) mod silence;
mod spiffe;
pub(crate) mod strict;
mod subject_alternative_name;
mod tls_client;
mod tls_config;
mod uri;
mod validity;
mod verify_options;
mod version;
mod wildcard;
mod workload;

use crate::config::Configuration;
use crate::defect::{Defect, DefectKind};
use crate::inventory::{Content, Inventory, Object};
use crate::rule::{Finding, Outcome, Rule};
use crate::settings::{Profile, Settings};
use crate::source::{Manifest, Scan};
use crate::span::{ByteRange, Location, ObjectId, Span};
use crate::x509::certificate::Certificate;
use crate::x509::certificate_list::CertificateList;
use crate::x509::private_key::PrivateKeyFacts;
use crate::x509::public_key::PublicKey;
use crate::x509::request::CertificationRequest;

use answered::Answered;
use bundle::Bundle;
use kin::Kin;
use loose_key::Loose;
use secret::Deployed;

/// One opinion on a `T`: the rule, and the function that applies it.
pub(crate) struct Lint<T: 'static> {
    rule: &'static Rule,
    run: fn(&T, &Context<'_>) -> Vec<Note>,
}

/// Where a rule does not hold.
pub(crate) struct Note {
    at: Location,
    /// What was found and what was needed: a clause without a full stop.
    message: String,
}

impl Note {
    /// A note about some characters of the paste.
    fn text(span: Span, message: impl Into<String>) -> Self {
        Self { at: Location::Text(span), message: message.into() }
    }

    /// One such note if `found`, none otherwise.
    fn text_when(found: bool, span: Span, message: impl Into<String>) -> Vec<Self> {
        if found { vec![Self::text(span, message)] } else { Vec::new() }
    }
}

/// What a lint may look at beside the thing itself.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    inventory: &'a Inventory,
    manifests: &'a [Manifest],
    configuration: &'a Configuration,
    secrets: &'a [Deployed],
    settings: &'a Settings,
    kin: &'a Kin<'a>,
    /// The thing as a whole.
    whole: Location,
}

/// Opinions on a certificate, whoever issued it.
const CERTIFICATE: &[&[Lint<Certificate>]] = &[
    version::LINTS,
    serial_number::LINTS,
    signature_algorithm::LINTS,
    validity::LINTS,
    issuer_name::LINTS,
    name::LINTS,
    key_identifiers::LINTS,
    key_usage::LINTS,
    certificate_policies::LINTS,
    subject_alternative_name::LINTS,
    dns_name::LINTS,
    cluster_name::LINTS,
    uri::LINTS,
    wildcard::LINTS,
    spiffe::LINTS,
    basic_constraints::LINTS,
    name_constraints::LINTS,
    extended_key_usage::LINTS,
    shared_key::LINTS,
    revocation_pointers::LINTS,
];
/// Opinions on a certificate that the public trusts, or that is to be judged as if it did.
const PUBLIC: &[&[Lint<Certificate>]] = &[baseline::LINTS];
const KEY: &[&[Lint<PublicKey>]] = &[rsa_key::LINTS, public_key::LINTS];
const PRIVATE_KEY: &[&[Lint<PrivateKeyFacts>]] = &[private_key::LINTS];
const LIST: &[&[Lint<CertificateList>]] = &[certificate_list::LINTS];
const REQUEST: &[&[Lint<CertificationRequest>]] = &[request::LINTS];
const BUNDLE: &[&[Lint<Bundle>]] = &[bundle::LINTS];
const LOOSE: &[&[Lint<Loose>]] = &[loose_key::LINTS];
const ANSWERED: &[&[Lint<Answered>]] = &[answered::LINTS];
const SECRET: &[&[Lint<Deployed>]] =
    &[secret::LINTS, secret_content::LINTS, secret_pair::LINTS, secret_trust::LINTS];

/// Every rule applied here, each once.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    reading::RULES
        .iter()
        .copied()
        .chain([&reading::UNREADABLE, &strict::STRICT, &silence::NOTHING_FOUND])
        .chain(repair::rules())
        .chain(of(CERTIFICATE))
        .chain(of(PUBLIC))
        .chain(of(KEY))
        .chain(of(PRIVATE_KEY))
        .chain(of(LIST))
        .chain(of(REQUEST))
        .chain(of(BUNDLE))
        .chain(of(LOOSE))
        .chain(of(ANSWERED))
        .chain(of(SECRET))
        .chain(configuration::rules())
}

fn of<T>(tables: &'static [&'static [Lint<T>]]) -> impl Iterator<Item = &'static Rule> {
    tables.iter().copied().flatten().map(|lint| lint.rule)
}

/// What there is to say of everything found.
pub(crate) fn findings(
    inventory: &Inventory,
    scan: &Scan,
    configuration: &Configuration,
    settings: &Settings,
) -> Vec<Finding> {
    let kin = Kin::of(inventory);
    let manifests = scan.manifests.as_slice();
    let secrets = secret::all(inventory, manifests);
    let context = |whole| Context {
        inventory,
        manifests,
        configuration,
        secrets: &secrets,
        settings,
        kin: &kin,
        whole,
    };
    let mut findings = Vec::new();
    for object in inventory.objects.iter().filter(|object| !object.is_copy()) {
        let is_cut_off = is_cut_off(object);
        findings.extend(encoding(object, is_cut_off));
        let mut opinions = Vec::new();
        of_object(object, &context(Location::Object(object.id)), &mut opinions);
        if is_cut_off {
            opinions.retain(|finding| is_before_the_cut(finding, object));
        }
        findings.append(&mut opinions);
    }
    for bundle in bundle::all(inventory) {
        apply(BUNDLE, &bundle, &bundle.name(), &context(bundle.location()), &mut findings);
    }
    for loose in loose_key::all(inventory) {
        apply(LOOSE, &loose, &loose.name(), &context(loose.location()), &mut findings);
    }
    for answered in answered::all(inventory, manifests) {
        apply(ANSWERED, &answered, answered.name(), &context(answered.location()), &mut findings);
    }
    for deployed in &secrets {
        apply(SECRET, deployed, &deployed.name(), &context(deployed.location()), &mut findings);
    }
    configuration::findings(&context(Location::Everything), &scan.sources, &mut findings);
    findings
}

fn of_object(object: &Object, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let name = object.name();
    match &object.content {
        Content::Certificate(certificate) => {
            apply(CERTIFICATE, certificate, &name, context, findings);
            if context.settings.profile == Profile::WebPki || baseline::is_public(certificate) {
                apply(PUBLIC, certificate, &name, context, findings);
            }
        }
        Content::CertificateList(list) => apply(LIST, list, &name, context, findings),
        Content::Request(request) => apply(REQUEST, request, &name, context, findings),
        Content::PrivateKey(facts) => apply(PRIVATE_KEY, facts, &name, context, findings),
        Content::PublicKey(_)
        | Content::OcspResponse(_)
        | Content::Recognised(_)
        | Content::Unreadable(_) => {}
    }
    if object.content.der().is_some()
        && let Some(key) = object.content.public_key()
    {
        apply(KEY, key, &name, context, findings);
    }
}

fn apply<T>(
    tables: &[&[Lint<T>]],
    subject: &T,
    name: &str,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    for lint in tables.iter().copied().flatten() {
        let rule = lint.rule;
        findings.extend((lint.run)(subject, context).into_iter().map(|note| Finding {
            rule,
            outcome: Outcome::Fail,
            location: note.at,
            message: format!("{name}: {}. {}", note.message, rule.remedy),
        }));
    }
}

impl Context<'_> {
    /// Some bytes of the thing; the thing as a whole, where they are none.
    fn at(&self, bytes: ByteRange) -> Location {
        match self.whole {
            Location::Object(object) if !bytes.is_empty() => Location::Field { object, bytes },
            whole => whole,
        }
    }

    fn note(&self, bytes: ByteRange, message: impl Into<String>) -> Note {
        Note { at: self.at(bytes), message: message.into() }
    }

    /// One note if `found`, none otherwise.
    fn when<S: Into<String>>(&self, found: bool, bytes: ByteRange, message: impl FnOnce() -> S) -> Vec<Note> {
        if found { vec![self.note(bytes, message())] } else { Vec::new() }
    }

    /// The number of the object that is looked at.
    const fn id(&self) -> Option<ObjectId> {
        match self.whole {
            Location::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The certificates that may have issued the one looked at, itself left out.
    fn issuers(&self) -> impl Iterator<Item = (ObjectId, &Certificate)> {
        self.kin.issuers(self.id()).filter_map(|id| Some((id, self.inventory.certificate(id)?)))
    }

    /// The certificates that the one looked at may have issued, itself left out.
    fn issued(&self) -> impl Iterator<Item = (ObjectId, &Certificate)> {
        self.kin.issued(self.id()).filter_map(|id| Some((id, self.inventory.certificate(id)?)))
    }
}

/// True if a structure that is public says that it is longer than what is there, and more than one extension is lost with it.
fn is_cut_off(object: &Object) -> bool {
    let extensions = match &object.content {
        Content::Certificate(certificate) => certificate.extensions.as_slice(),
        _ => &[],
    };
    let is_cut = |defect: &Defect| {
        let inside = |range: ByteRange| range.start <= defect.at.start && defect.at.end <= range.end;
        matches!(defect.kind, DefectKind::Truncated { .. })
            && !extensions.iter().any(|extension| inside(extension.range))
    };
    object.content.der().is_some() && object.defects.iter().any(is_cut)
}

/// True for what is said of bytes that are there in full; what is not found may have been cut off.
fn is_before_the_cut(finding: &Finding, object: &Object) -> bool {
    let length = object.content.der().map_or(usize::MAX, <[u8]>::len);
    matches!(finding.location, Location::Field { bytes, .. } if bytes.end < length)
}

/// What the readers found odd about an object's encoding, and where a strict parser stops.
fn encoding(object: &Object, is_cut_off: bool) -> Vec<Finding> {
    let whole = object.content.der().unwrap_or_default();
    let name = object.name();
    let is_gone =
        |defect: &&Defect| matches!(defect.kind, DefectKind::Missing(_)) && defect.at.end >= whole.len();
    let mut findings: Vec<Finding> = object
        .defects
        .iter()
        .filter(|defect| !(is_cut_off && is_gone(defect)))
        .map(|defect| {
            let rule = reading::rule(&defect.kind);
            let (words, start) = (reading::words(defect, whole), defect.at.start);
            Finding {
                rule,
                outcome: Outcome::Fail,
                location: Location::Field { object: object.id, bytes: defect.at },
                message: format!("{name}: {words} (byte {start}). {}", rule.remedy),
            }
        })
        .collect();
    if let Content::Unreadable(found) = &object.content
        && findings.is_empty()
    {
        let rule = &reading::UNREADABLE;
        let message = format!(
            "{name}: its {} bytes could not be read. {} {}",
            found.length, rule.explanation, rule.remedy
        );
        let location = Location::Object(object.id);
        findings.push(Finding { rule, outcome: Outcome::Fail, location, message });
    }
    if let Content::Certificate(certificate) = &object.content
        && let Some(stop) = strict::stop(certificate)
    {
        findings.push(Finding {
            rule: &strict::STRICT,
            outcome: Outcome::Fail,
            location: Location::Field { object: object.id, bytes: stop.at },
            message: format!("{name}: a strict DER parser {}. {}", stop.reason, strict::STRICT.remedy),
        });
    }
    findings
}
