//! Secrets and ConfigMaps as workloads mount them: what kind they are and what entries they have.

use std::collections::BTreeSet;

use super::{Context, Lint, Note};
use crate::inventory::{Content, Inventory, Object};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;
use crate::source::Manifest;
use crate::span::{Location, ObjectId, Span};
use crate::x509::certificate::Certificate;
use crate::x509::private_key::PrivateKeyFacts;

pub(super) const LINTS: &[Lint<Deployed>] =
    &[SECRET_TLS_KEY_MISSING, SECRET_TYPE_NOT_TLS, SECRET_ENTRY_NAME, SECRET_TOO_LARGE];

/// A Secret or ConfigMap and what was found in each of its entries that count, in their order.
pub(super) struct Deployed {
    pub(super) manifest: Manifest,
    number: usize,
    pub(super) entries: Vec<(String, Vec<ObjectId>)>,
}

/// Every Secret and ConfigMap.
pub(super) fn all(inventory: &Inventory, manifests: &[Manifest]) -> Vec<Deployed> {
    let deployed = |(number, manifest): (usize, &Manifest)| {
        let mut manifest = manifest.clone();
        manifest.entries.retain(|entry| !entry.is_overridden);
        let entries = manifest.entries.iter().map(|entry| (entry.key.clone(), Vec::new())).collect();
        Deployed { manifest, number, entries }
    };
    let mut all: Vec<Deployed> = manifests.iter().enumerate().map(deployed).collect();
    let origins = inventory
        .objects
        .iter()
        .flat_map(|object| object.own_origins().map(move |origin| (origin, object.id)));
    let mut origins: Vec<_> = origins.collect();
    // An object comes where it is pasted first, which may be in another Secret.
    sort::by_key(&mut origins, |(origin, _)| origin.span);
    for (origin, id) in origins {
        let [section, key, ..] = origin.place.trail.as_slice() else { continue };
        let own = origin.place.manifest.and_then(|number| all.get_mut(number));
        let data = matches!(section.as_str(), "data" | "stringData" | "binaryData");
        let entry = own.filter(|_| data).and_then(|own| own.entries.iter_mut().find(|(name, _)| name == key));
        if let Some((_, members)) = entry
            && members.last() != Some(&id)
        {
            members.push(id);
        }
    }
    all.retain(|deployed| matches!(deployed.manifest.kind.as_str(), "Secret" | "ConfigMap"));
    all
}

impl Deployed {
    pub(super) fn name(&self) -> String {
        format!("`{}`", self.manifest)
    }

    pub(super) const fn location(&self) -> Location {
        Location::Text(self.manifest.span)
    }

    pub(super) fn is_secret(&self) -> bool {
        self.manifest.kind == "Secret"
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name == key)
    }

    pub(super) fn span(&self, key: &str) -> Span {
        let entry = self.manifest.entries.iter().find(|entry| entry.key == key);
        entry.map_or(self.manifest.span, |entry| entry.span)
    }

    pub(super) fn objects<'a>(
        &'a self,
        key: &'a str,
        context: &'a Context<'_>,
    ) -> impl Iterator<Item = &'a Object> {
        let members =
            self.entries.iter().filter(move |(name, _)| name == key).flat_map(|(_, members)| members);
        members.filter_map(|id| context.inventory.object(*id))
    }

    pub(super) fn certificates<'a>(
        &'a self,
        key: &'a str,
        context: &'a Context<'_>,
    ) -> impl Iterator<Item = (&'a Object, &'a Certificate)> {
        self.objects(key, context).filter_map(|object| match &object.content {
            Content::Certificate(certificate) => Some((object, certificate.as_ref())),
            _ => None,
        })
    }

    pub(super) fn keys<'a>(
        &'a self,
        key: &'a str,
        context: &'a Context<'_>,
    ) -> impl Iterator<Item = (&'a Object, &'a PrivateKeyFacts)> {
        self.objects(key, context).filter_map(|object| match &object.content {
            Content::PrivateKey(facts) => Some((object, facts.as_ref())),
            _ => None,
        })
    }

    pub(super) fn note(&self, key: &str, message: impl Into<String>) -> Note {
        Note { at: Location::Text(self.span(key)), message: message.into() }
    }

    pub(super) fn when<S: Into<String>>(
        &self,
        found: bool,
        key: &str,
        message: impl FnOnce() -> S,
    ) -> Vec<Note> {
        if found { vec![self.note(key, message())] } else { Vec::new() }
    }
}

/// The other Secrets and ConfigMaps that an object stands in, as they call themselves.
pub(super) fn elsewhere<'a>(object: &'a Object, deployed: &'a Deployed) -> impl Iterator<Item = &'a str> {
    let other = object.own_origins().filter(move |origin| {
        origin.place.manifest.is_some_and(|number| number != deployed.number)
            && origin.place.object.as_deref() != Some(&deployed.manifest.to_string())
    });
    other.filter_map(|origin| origin.place.object.as_deref())
}

/// True if this is the first Secret or ConfigMap of those the object stands in: what is common to several is said once.
pub(super) fn is_first(object: &Object, deployed: &Deployed) -> bool {
    object.own_origins().filter_map(|origin| origin.place.manifest).min() == Some(deployed.number)
}

/// The names, the first few of them.
pub(super) fn several<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 4;
    let names: BTreeSet<&str> = sort::gather(names);
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MOST { format!(" and {} more", names.len() - MOST) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

const TLS_TYPE: &str = "kubernetes.io/tls";

const SECRET_TLS_KEY_MISSING: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-tls-entry-missing",
        title: "Secret of type kubernetes.io/tls without both entries",
        severity: Severity::Error,
        citation: Citation::Practice("the Kubernetes API server refuses it"),
        explanation: "A Secret of this type must have `tls.crt` and `tls.key`, be they empty.",
        remedy: "Add the entry, or make a Secret of type `Opaque` for certificates alone.",
        kind: RuleKind::Lint,
    },
    run: secret_tls_key_missing,
};

fn secret_tls_key_missing(deployed: &Deployed, _: &Context<'_>) -> Vec<Note> {
    let typed = deployed.is_secret() && deployed.manifest.secret_type.as_deref() == Some(TLS_TYPE);
    let missing: Vec<&str> =
        ["tls.crt", "tls.key"].into_iter().filter(|key| typed && !deployed.has(key)).collect();
    deployed.when(!missing.is_empty(), "", || {
        format!("it is of type {TLS_TYPE} and has no `{}`", missing.join("` and no `"))
    })
}

const SECRET_TYPE_NOT_TLS: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-type-not-tls",
        title: "TLS Secret of another type",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "Ingress controllers and Gateways want the type kubernetes.io/tls; mounting works with any",
        ),
        explanation: "It has `tls.crt` and `tls.key` and not the type that says so. Ingress controllers ignore it, and the API server does not check that both entries are there.",
        remedy: "Make it with `kubectl create secret tls`, or set `type: kubernetes.io/tls`; the type of an existing Secret cannot be changed.",
        kind: RuleKind::Lint,
    },
    run: secret_type_not_tls,
};

fn secret_type_not_tls(deployed: &Deployed, _: &Context<'_>) -> Vec<Note> {
    let pair = deployed.is_secret() && deployed.has("tls.crt") && deployed.has("tls.key");
    let kind = deployed.manifest.secret_type.as_deref().unwrap_or("Opaque");
    deployed.when(pair && kind != TLS_TYPE, "", || {
        format!("it has `tls.crt` and `tls.key` and is of type {kind}; {TLS_TYPE} is usual")
    })
}

const SECRET_ENTRY_NAME: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-entry-name",
        title: "entry with a name that Kubernetes refuses",
        severity: Severity::Error,
        citation: Citation::Practice("the Kubernetes API server refuses the object"),
        explanation: "Names of entries have letters, digits, hyphens, underscores and dots, at most 253 of them, since each becomes a file.",
        remedy: "Rename the entry.",
        kind: RuleKind::Lint,
    },
    run: secret_entry_name,
};

fn secret_entry_name(deployed: &Deployed, _: &Context<'_>) -> Vec<Note> {
    let good = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.');
    let wrong = |name: &str| {
        name.is_empty()
            || name.len() > 253
            || !name.bytes().all(good)
            || name == "."
            || name.starts_with("..")
    };
    let found = deployed.entries.iter().find(|(name, _)| wrong(name));
    found
        .map(|(name, _)| deployed.note(name, format!("`{name}` cannot be the name of an entry")))
        .into_iter()
        .collect()
}

/// The most bytes of all values together that the API server stores.
const LARGEST: usize = 1 << 20;

const SECRET_TOO_LARGE: Lint<Deployed> = Lint {
    rule: &Rule {
        code: "secret-too-large",
        title: "object above the limit of 1 MiB",
        severity: Severity::Error,
        citation: Citation::Practice("the Kubernetes API server refuses the object"),
        explanation: "The values of a Secret or ConfigMap together have at most 1 MiB. A bundle of public roots in each of several entries comes near it.",
        remedy: "Split it, or mount the bundle of the node or of trust-manager.",
        kind: RuleKind::Lint,
    },
    run: secret_too_large,
};

fn secret_too_large(deployed: &Deployed, _: &Context<'_>) -> Vec<Note> {
    let size: usize = deployed
        .manifest
        .entries
        .iter()
        .map(|entry| {
            let written = entry.span.end.saturating_sub(entry.span.start);
            if entry.section == "stringData" { written } else { written / 4 * 3 }
        })
        .sum();
    let large = size > LARGEST && matches!(deployed.manifest.kind.as_str(), "Secret");
    deployed.when(large, "", || format!("its values have about {size} bytes; at most {LARGEST} are allowed"))
}
