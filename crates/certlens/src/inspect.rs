//! The pipeline: sources in, inspection out.

mod anchors;
mod fixes;

use crate::config::{self, Configuration};
use crate::inventory::{self, Inventory, Object};
use crate::lint;
use crate::path::{self, Candidate, Memo, PathSearch};
use crate::peer::lookup::{self, ErrorLine};
use crate::pin_match::{self, PinMatch};
use crate::rule::{Finding, Outcome, Verdict};
use crate::settings::Settings;
use crate::sort;
use crate::source::{self, Manifest, SecretSpan, Source};
use crate::span::{ByteRange, Location, ObjectId, Span};
use crate::usages::{self, PathIssuer, Usages};

/// What was found, and what was made of it.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Names of the sources, in the order they were given.
    pub sources: Vec<String>,
    /// The settings it was judged under, with the anchors that Secrets name.
    pub settings: Settings,
    /// The Kubernetes objects found.
    pub manifests: Vec<Manifest>,
    /// What says how certificates are made, mounted, checked and watched.
    pub configuration: Configuration,
    /// Certificates, keys and whatever else was found.
    pub inventory: Inventory,
    /// The certification paths of each certificate that is no CA's, or of every certificate where all are, by their targets' numbers.
    pub paths: Vec<PathSearch>,
    /// What was found of it all, the gravest first; of paths, what does not hold on the best one.
    pub findings: Vec<Finding>,
    /// The errors of TLS stacks in the paste, each explained by what is pasted beside it.
    pub errors: Vec<ErrorLine>,
    /// The characters of the paste that hold private keys or passwords.
    pub secrets: Vec<SecretSpan>,
    /// The digests that were pasted, and what they are of: a key's digest stands in for a key that stays where it is.
    pub digests: Vec<PastedDigest>,
}

/// A digest on a line of its own, and what it is of.
#[derive(Debug, Clone)]
pub struct PastedDigest {
    /// Where it stands.
    pub span: Span,
    /// What it is of.
    pub found: PinMatch,
}

/// Most pasted digests that are looked for: each is compared with everything that could have been hashed.
const MOST_DIGESTS: usize = 16;

/// Reads `sources` and judges what is in them, at the time and under the trust that `settings` give.
///
/// Never fails and never panics: what cannot be read is a finding. Nothing of a private key is in the result.
#[must_use]
pub fn inspect(sources: &[Source], settings: &Settings) -> Inspection {
    judge(sources, sources.len(), settings)
}

/// [`inspect`] with sources that are there to be trusted: every certificate in `trusted` is an anchor, as if a Secret called it `ca.crt`.
/// They follow `sources` in the result, where they are judged as those are.
#[must_use]
pub fn inspect_trusting(mut sources: Vec<Source>, trusted: Vec<Source>, settings: &Settings) -> Inspection {
    let first_trusted = sources.len();
    sources.extend(trusted);
    judge(&sources, first_trusted, settings)
}

/// The stages, in their order. The sources from number `first_trusted` on are there to be trusted.
fn judge(sources: &[Source], first_trusted: usize, settings: &Settings) -> Inspection {
    let scan = source::scan(sources);
    let configuration = config::read(sources);
    let mut inventory = inventory::build(&scan.artifacts);
    let settings = anchors::settings(&inventory, first_trusted, settings);
    let mut memo = Memo::of(&inventory);
    let paths: Vec<PathSearch> = targets(&inventory)
        .into_iter()
        .map(|target| path::search(&inventory, target, &settings, &mut memo))
        .collect();
    let digests = digests(&scan, sources, &inventory);
    inventory.relations = path::prove::relations(&inventory, &mut memo);
    let lines = lookup::read(sources);
    let mut findings = lint::repair::findings(&scan, &configuration, lines.spans());
    findings.extend(lint::findings(&inventory, &scan, &configuration, &settings));
    findings.extend(paths.iter().flat_map(refusals));
    let errors = lines.explain(sources, &configuration, &scan.secrets, &findings, &settings);
    let recognised = configuration.spans().chain(lines.spans());
    findings.extend(lint::silence::findings(sources, &scan, recognised, &inventory, &findings));
    sort::by_key(&mut findings, |finding| core::cmp::Reverse(finding.rule.severity));
    Inspection {
        sources: sources.iter().map(|source| source.name.clone()).collect(),
        settings,
        manifests: scan.manifests,
        configuration,
        inventory,
        paths,
        findings,
        errors,
        secrets: scan.secrets,
        digests,
    }
}

/// What each line that is a digest is of.
fn digests(scan: &source::Scan, sources: &[Source], inventory: &Inventory) -> Vec<PastedDigest> {
    let lines = scan.digests.iter().take(MOST_DIGESTS);
    let digest = |line: &source::DigestLine| {
        let found = pin_match::find(&line.text.parse().ok()?, sources, inventory);
        Some(PastedDigest { span: line.span, found })
    };
    lines.filter_map(digest).collect()
}

/// The certificates that a peer would be shown: those of no CA; all of them where there are no others.
fn targets(inventory: &Inventory) -> Vec<ObjectId> {
    let leaves: Vec<ObjectId> =
        inventory.originals().filter(|(_, certificate)| !certificate.is_ca()).map(|(id, _)| id).collect();
    if leaves.is_empty() { inventory.originals().map(|(id, _)| id).collect() } else { leaves }
}

/// What does not hold on the best path, or cannot be told.
fn refusals(search: &PathSearch) -> impl Iterator<Item = Finding> {
    let steps = search.candidates.first().map(|candidate| candidate.steps.as_slice()).unwrap_or_default();
    let findings = steps.iter().flat_map(|step| &step.findings);
    findings.filter(|finding| matches!(finding.outcome, Outcome::Fail | Outcome::Undetermined)).cloned()
}

impl Inspection {
    /// True if nothing was recognised: no object, no manifest, no configuration, no digest, no error line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inventory.objects.is_empty()
            && self.manifests.is_empty()
            && self.configuration.is_empty()
            && self.digests.is_empty()
            && self.errors.is_empty()
    }

    /// What came of a search, in a sentence or two: the one broken edge, or how far and how long the path holds.
    #[must_use]
    pub fn summary(&self, search: &PathSearch) -> String {
        let title = self.inventory.object(search.target).map(Object::title).unwrap_or_default();
        let Some(best) = search.candidates.first() else { return format!("No path of {title} was tried.") };
        let mut findings = best.steps.iter().flat_map(|step| &step.findings);
        let decisive = match search.verdict() {
            Verdict::Accept => None,
            Verdict::Reject => findings.find(|finding| finding.outcome == Outcome::Fail),
            Verdict::Undetermined => findings.find(|finding| finding.outcome == Outcome::Undetermined),
        };
        if let Some(finding) = decisive {
            return format!("{}{}", finding.message, self.other_time(best));
        }
        if let Some(limit) = search.spent {
            return format!("The search for a path of {title} was ended: {limit}. Paste fewer certificates.");
        }
        let anchor = best.certificates.last().and_then(|id| self.inventory.object(*id)).map(Object::title);
        let anchor = anchor.unwrap_or_default();
        format!("The path of {title} holds up to the trust anchor, {anchor}.{}", self.expiry(best))
    }

    /// What a certificate's key may be used for, as far as it and the CAs of its best path say.
    #[must_use]
    pub fn usages(&self, id: ObjectId) -> Option<Usages> {
        let certificate = self.inventory.certificate(id)?;
        usages::of(certificate, &self.issuers(id))
    }

    /// The CAs above a certificate on its best path, the nearest first.
    fn issuers(&self, id: ObjectId) -> Vec<PathIssuer<'_>> {
        let search = self.paths.binary_search_by_key(&id, |search| search.target);
        let best = search.ok().and_then(|at| self.paths.get(at)?.candidates.first());
        let steps = best.map(|best| best.steps.as_slice()).unwrap_or_default();
        let issuer = |step: &path::PathStep| {
            let certificate = self.inventory.certificate(step.certificate)?;
            let is_anchor = step.role == path::Role::TrustAnchor;
            Some(PathIssuer { id: step.certificate, certificate, is_anchor })
        };
        steps.iter().skip(1).filter_map(issuer).collect()
    }

    /// When all certificates of a path are valid, if that is at another time than the one judged at.
    fn other_time(&self, path: &Candidate) -> String {
        let window = path::window::window(&self.inventory, path, self.settings.anchor_use);
        match window.filter(|window| !window.has(self.settings.time)) {
            Some(window) if window.is_empty() => {
                " There is no time at which the whole path is valid.".to_owned()
            }
            Some(window) => format!(" The whole path is valid from {} to {}.", window.start, window.end),
            None => String::new(),
        }
    }

    /// Which certificate of a path expires first: its effective expiry.
    fn expiry(&self, path: &Candidate) -> String {
        let Some(window) = path::window::window(&self.inventory, path, self.settings.anchor_use) else {
            return String::new();
        };
        let first = self.inventory.object(window.ends_with).map(Object::title).unwrap_or_default();
        let distance = self.settings.time.distance(window.end);
        format!(" It holds until {}, in {distance}, when {first} expires.", window.end)
    }

    /// The characters of the paste that a location is about, where it is about some.
    #[must_use]
    pub fn text(&self, location: &Location) -> Option<Span> {
        let origin = |object: &Object, bytes: Option<ByteRange>| {
            let origin = object.origins.first()?;
            Some(bytes.map_or(origin.span, |bytes| origin.text(bytes)))
        };
        match location {
            Location::Everything => None,
            Location::Text(span) => Some(*span),
            Location::Object(id) => origin(self.inventory.object(*id)?, None),
            Location::Field { object, bytes } => origin(self.inventory.object(*object)?, Some(*bytes)),
        }
    }

    /// What some characters of the paste encode: bytes of an object, or the object as a whole. The other way from
    /// [`text`](Self::text); where an object stands in another, it is the inner one.
    #[must_use]
    pub fn encoded(&self, text: Span) -> Option<Location> {
        let has = |span: Span| {
            span.source == text.source
                && span.start <= text.start
                && text.end <= span.end
                && text.start < span.end
        };
        let found = self.inventory.objects.iter().flat_map(|object| {
            object.origins.iter().filter(|origin| has(origin.span)).map(move |origin| (object, origin))
        });
        let (object, origin) = found.min_by_key(|(_, origin)| origin.span.end - origin.span.start)?;
        let length = object.content.der().map_or(0, <[u8]>::len);
        let bytes = origin.bytes(text, length);
        Some(if bytes.is_empty() {
            Location::Object(object.id)
        } else {
            Location::Field { object: object.id, bytes }
        })
    }
}
