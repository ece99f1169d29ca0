//! Which certificate answers to which of the names that will be dialled, and who a client is to the server that sees it.

use core::fmt;
use core::str::FromStr;
use std::collections::HashSet;

use crate::identity::matching::{self, Answer, Mismatch};
use crate::identity::presented::{Presented, PresentedIdentifier, presented};
use crate::identity::{ParseIdentifierError, ReferenceIdentifier};
use crate::inventory::Inventory;
use crate::source::Manifest;
use crate::span::ObjectId;
use crate::x509::certificate::Certificate;

pub mod client;
mod service;

pub(crate) use service::named_by;
pub use service::{ParseServiceError, Service};

/// What will be dialled, beside what the certificates themselves suggest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dialled {
    /// Names, as they are typed.
    pub names: Vec<ReferenceIdentifier>,
    /// Services, by each of their names.
    pub services: Vec<Service>,
    /// What the names of all Services end in.
    pub cluster_domain: ClusterDomain,
}

/// The domain of a cluster: `cluster.local`, unless the cluster was made with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterDomain(String);

impl Default for ClusterDomain {
    fn default() -> Self {
        Self("cluster.local".to_owned())
    }
}

impl fmt::Display for ClusterDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ClusterDomain {
    type Err = ParseIdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse()? {
            ReferenceIdentifier::Dns(name) => Ok(Self(name)),
            other => Err(ParseIdentifierError::Character(other.to_string(), ':')),
        }
    }
}

/// Every name with every certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The certificates that a peer would be shown: those of no CA, or all where there are no others.
    pub certificates: Vec<ObjectId>,
    /// The names, those asked for first.
    pub rows: Vec<Row>,
    /// How many more names there are than [`rows`](Self::rows) may hold.
    pub omitted: usize,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub name: ReferenceIdentifier,
    /// Why it is here.
    pub from: Reason,
    /// What to know of dialling it.
    pub note: String,
    /// One for each of the certificates, in their order.
    pub cells: Vec<Cell>,
}

/// Why a name is in the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The user named it, or the Service that has it.
    Asked,
    /// A Service that a certificate names has it.
    Service,
    /// A certificate has it.
    Presented,
    /// The machine itself, as probes and port forwards dial it.
    Local,
}

/// Whether one certificate answers to one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// True if a connection by this name would be made.
    pub is_match: bool,
    /// The name that matches, or what keeps the others from it.
    pub why: String,
}

/// Most names in a grid; a certificate may hold thousands.
const MOST_ROWS: usize = 200;

/// Most cells in a grid, unless there are more certificates: few names where there are many of those.
const MOST_CELLS: usize = 20_000;

/// The grid of the certificates in `inventory`.
#[must_use]
pub fn grid(inventory: &Inventory, manifests: &[Manifest], dialled: &Dialled) -> Grid {
    let all: Vec<(ObjectId, &Certificate)> = inventory.originals().collect();
    let leaves: Vec<_> = all.iter().filter(|(_, certificate)| !certificate.is_ca()).copied().collect();
    let shown = if leaves.is_empty() { all } else { leaves };
    let presented: Vec<Vec<PresentedIdentifier>> =
        shown.iter().map(|(_, certificate)| presented(certificate)).collect();
    let mut rows: Vec<Row> = Vec::new();
    let most = (MOST_CELLS / shown.len().max(1)).clamp(1, MOST_ROWS);
    let mut known = HashSet::new();
    let mut add = |name: ReferenceIdentifier, from: Reason, note: String| {
        if known.insert(name.clone()) && known.len() <= most {
            let cells = presented.iter().map(|own| cell(&name, from, own)).collect();
            rows.push(Row { name, from, note, cells });
        }
    };
    for name in &dialled.names {
        add(name.clone(), Reason::Asked, String::new());
    }
    for service in &dialled.services {
        for (name, note) in service.forms(&dialled.cluster_domain) {
            add(ReferenceIdentifier::Dns(name), Reason::Asked, note);
        }
    }
    for ((id, _), own) in shown.iter().zip(&presented) {
        let namespace = namespace(inventory, manifests, *id);
        for identifier in own {
            for (name, note) in named_by(identifier, namespace, &dialled.cluster_domain) {
                add(ReferenceIdentifier::Dns(name), Reason::Service, note);
            }
        }
    }
    for name in presented.iter().flatten().filter_map(reference) {
        add(name, Reason::Presented, String::new());
    }
    for local in ["localhost", "127.0.0.1", "::1"] {
        if let Ok(name) = local.parse() {
            add(name, Reason::Local, "from the pod itself, and through `kubectl port-forward`".to_owned());
        }
    }
    let omitted = known.len() - rows.len();
    Grid { certificates: shown.into_iter().map(|(id, _)| id).collect(), rows, omitted }
}

/// The namespace of the Secret that holds the certificate.
fn namespace<'a>(inventory: &Inventory, manifests: &'a [Manifest], id: ObjectId) -> Option<&'a str> {
    let origins = inventory.object(id)?.own_origins();
    let mut manifests = origins.filter_map(|origin| manifests.get(origin.place.manifest?));
    manifests.find_map(|manifest| manifest.namespace.as_deref())
}

/// The name by which someone would dial to be answered by this one.
fn reference(identifier: &PresentedIdentifier) -> Option<ReferenceIdentifier> {
    match &identifier.value {
        Presented::Dns(text) => text.parse().ok(),
        Presented::Ip(address) => Some(ReferenceIdentifier::Ip(*address)),
        Presented::Uri(text) => Some(ReferenceIdentifier::Uri(text.clone())),
        _ => None,
    }
}

fn cell(name: &ReferenceIdentifier, from: Reason, presented: &[PresentedIdentifier]) -> Cell {
    let mut nearest = None;
    for identifier in presented {
        match matching::answer(name, identifier) {
            Answer::Matches => {
                return Cell { is_match: true, why: format!("it has `{}`", text(&identifier.value)) };
            }
            Answer::MatchesByWildcard => {
                return Cell { is_match: true, why: format!("`{}` stands for it", text(&identifier.value)) };
            }
            Answer::Differs(Mismatch::AnotherName | Mismatch::AnotherForm) => {}
            Answer::Differs(mismatch) => nearest = nearest.or(Some((identifier, mismatch))),
        }
    }
    let kind = match name {
        ReferenceIdentifier::Dns(_) => "DNS",
        ReferenceIdentifier::Ip(_) => "IP",
        ReferenceIdentifier::Uri(_) => "URI",
    };
    let found = match (nearest, presented.len()) {
        (Some((identifier, mismatch)), _) => format!("`{}` is {mismatch}", text(&identifier.value)),
        (None, 0) => "it has no name at all".to_owned(),
        (None, 1) => "its one name is another".to_owned(),
        (None, count) => format!("none of its {count} names is this one"),
    };
    let why = match from {
        Reason::Asked | Reason::Service => {
            format!("{found}: issue it with `{kind}:{name}` if it is dialled so")
        }
        Reason::Presented | Reason::Local => found,
    };
    Cell { is_match: false, why }
}

fn text(presented: &Presented) -> String {
    match presented {
        Presented::Dns(text)
        | Presented::DnsNotAscii(text)
        | Presented::Uri(text)
        | Presented::CommonName(text) => text.clone(),
        Presented::Ip(address) => address.to_string(),
        Presented::IpMalformed(octets) => format!("{} octets", octets.len()),
        Presented::Other(label, text) => format!("{label}:{text}"),
    }
}
