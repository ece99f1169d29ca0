//! The pipeline: sources in, inspection out.

use crate::inventory::{self, Inventory, Object};
use crate::lint;
use crate::rule::Finding;
use crate::settings::Settings;
use crate::source::{self, Manifest, SecretSpan, Source};
use crate::span::{ByteRange, Location, Span};

/// What was found, and what was made of it.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Names of the sources, in the order they were given.
    pub sources: Vec<String>,
    /// The settings it was judged under.
    pub settings: Settings,
    /// The Kubernetes objects found.
    pub manifests: Vec<Manifest>,
    /// Certificates, keys and whatever else was found.
    pub inventory: Inventory,
    /// What was found of it all, the gravest first.
    pub findings: Vec<Finding>,
    /// The characters of the paste that hold private keys or passwords.
    pub secrets: Vec<SecretSpan>,
}

/// Reads `sources` and judges what is in them, at the time and under the trust that `settings` give.
///
/// Never fails and never panics: what cannot be read is a finding. Nothing of a private key is in the result.
#[must_use]
pub fn inspect(sources: &[Source], settings: &Settings) -> Inspection {
    let scan = source::scan(sources);
    let inventory = inventory::build(&scan.artifacts);
    let mut findings = lint::repair::findings(&scan);
    findings.extend(inventory.objects.iter().flat_map(lint::encoding));
    findings.extend(lint::silence::findings(sources, &scan.manifests, &inventory, &findings));
    findings.sort_by_key(|finding| core::cmp::Reverse(finding.rule.severity));
    Inspection {
        sources: sources.iter().map(|source| source.name.clone()).collect(),
        settings: settings.clone(),
        manifests: scan.manifests,
        inventory,
        findings,
        secrets: scan.secrets,
    }
}

impl Inspection {
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
}
