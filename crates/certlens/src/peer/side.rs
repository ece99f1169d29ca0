//! The two sides of a connection, found in what was given.

mod cast;

use zeroize::Zeroizing;

use crate::crypto::key_match;
use crate::inventory::{self, Content, Inventory};
use crate::peer::encounter::Role;
use crate::peer::files::{self, Files, Part};
use crate::prose::list;
use crate::source::{self, Artifact, EntryState, Scan, Source};
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;

/// One side: its files, and how it was told that they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// The Secret, or the files.
    pub title: String,
    /// How each file was told, and the role: a clause each.
    pub reasons: Vec<String>,
    /// What its workload mounts.
    pub files: Files,
}

/// Who could be a side, and who is taken for which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sides {
    /// Everyone with a certificate of their own, in the order of the sources.
    pub candidates: Vec<Side>,
    /// The one taken for the server.
    pub server: Option<usize>,
    /// The one taken for the client.
    pub client: Option<usize>,
    /// What ties these two together where there are others: a clause.
    pub tie: Option<String>,
    /// Secrets and `ConfigMap`s that were not looked at, as there are too many.
    pub more: usize,
}

/// Most candidates of a kind that are looked at.
const MOST_CANDIDATES: usize = 512;

/// The one side that all of `sources` belong to.
#[must_use]
pub fn side(sources: &[Source]) -> Side {
    let scan = source::scan(sources);
    let mut side = Side::default();
    let mut titles: Vec<String> = Vec::new();
    for (number, title) in mounted(&scan) {
        titles.push(title);
        add_manifest(&mut side, &scan, number);
    }
    add_plain(&mut side, &mut titles, &scan, sources);
    side.title = titles.join(", ");
    side
}

/// What is mounted from each Secret and `ConfigMap` of `sources`, by its number among the manifests, and what the sources without any
/// hold together; whatever holds nothing of a side is left out.
pub(crate) fn mounts(sources: &[Source]) -> Vec<(Option<usize>, Side)> {
    let scan = source::scan(sources);
    let mut mounts: Vec<(Option<usize>, Side)> =
        mounted(&scan).map(|(number, title)| (Some(number), mounted_side(&scan, number, title))).collect();
    let (mut plain, mut titles) = (Side::default(), Vec::new());
    add_plain(&mut plain, &mut titles, &scan, sources);
    plain.title = titles.join(", ");
    mounts.push((None, plain));
    mounts.retain(|(_, side)| side.files != Files::default());
    mounts
}

/// The sources that hold no manifest, each as one file.
fn add_plain(side: &mut Side, titles: &mut Vec<String>, scan: &Scan, sources: &[Source]) {
    let plain = sources
        .iter()
        .enumerate()
        .filter(|(number, _)| !scan.manifests.iter().any(|manifest| manifest.source == *number));
    let plain: Vec<(&str, &[u8])> =
        plain.map(|(_, source)| (source.name.as_str(), source.content.as_slice())).collect();
    titles.extend(plain.iter().map(|(name, _)| (*name).to_owned()));
    for (name, content) in &plain {
        side.add(name, content, plain.len() > 1);
    }
}

/// The sides that `sources` hold: every Secret with a certificate, and what can be put together of loose certificates and keys.
#[must_use]
pub fn sides(sources: &[Source]) -> Sides {
    let scan = source::scan(sources);
    let presents = |side: &Side| side.files.certificate.as_ref().is_some_and(|file| !file.is_empty());
    let mut mounted = mounted(&scan);
    let secrets = mounted.by_ref().map(|(number, title)| mounted_side(&scan, number, title)).filter(presents);
    let mut candidates: Vec<Side> = secrets.take(MOST_CANDIDATES).collect();
    let more = mounted.count();
    candidates.extend(loose(sources, &scan).into_iter().take(MOST_CANDIDATES));
    Sides { more, ..cast::cast(candidates) }
}

/// The Secrets and `ConfigMap`s that a workload may mount: their numbers among the manifests, and their names.
fn mounted(scan: &Scan) -> impl Iterator<Item = (usize, String)> {
    let all = scan.manifests.iter().enumerate();
    all.filter(|(_, manifest)| matches!(manifest.kind.as_str(), "Secret" | "ConfigMap"))
        .map(|(number, manifest)| (number, manifest.to_string()))
}

/// One of them as a side of its own.
fn mounted_side(scan: &Scan, number: usize, title: String) -> Side {
    let mut side = Side { title, ..Side::default() };
    add_manifest(&mut side, scan, number);
    side
}

/// The name that a client would dial where nobody says which: the first of the server's certificate that is one, else its
/// common name, else `localhost`.
#[must_use]
pub fn default_name(server: Option<&Side>) -> String {
    let certificate = server.and_then(Side::certificate);
    let dialled = certificate.as_ref().and_then(|certificate| {
        let names = certificate.subject_alternative_names().unwrap_or_default();
        let mut names = names.iter().filter(|name| {
            matches!(name.value, GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_))
                && !name.value.text().contains('*')
        });
        let first = names.next().map(|name| name.value.text().into_owned());
        first.or_else(|| certificate.subject.common_name().map(str::to_owned))
    });
    dialled.unwrap_or_else(|| "localhost".to_owned())
}

/// The entries of a Secret or ConfigMap as its pod reads them.
fn add_manifest(side: &mut Side, scan: &Scan, number: usize) {
    let files =
        scan.files.iter().filter(|file| file.place.manifest == Some(number) && !file.place.is_overridden);
    let entries = files.filter_map(|file| match file.place.trail.as_slice() {
        [section, key] if matches!(section.as_str(), "data" | "stringData" | "binaryData") => {
            Some((key.as_str(), file.bytes.as_slice()))
        }
        _ => None,
    });
    for (key, bytes) in entries {
        side.add(key, bytes, true);
    }
    // What is null, be there a comment or not, is mounted as an empty file.
    let is_empty = |state: &EntryState| {
        matches!(state, EntryState::Empty | EntryState::Null | EntryState::OnlyComment(_))
    };
    let entries = scan.manifests.get(number).into_iter().flat_map(|manifest| &manifest.entries);
    for entry in entries.filter(|entry| !entry.is_overridden && is_empty(&entry.state)) {
        side.add(&entry.key, &[], true);
    }
}

impl Side {
    /// Adds a file to the part that its name says, or else its content.
    fn add(&mut self, name: &str, bytes: &[u8], has_company: bool) {
        let parts = match Part::named(name) {
            Some(part) => vec![part],
            None => Part::held(bytes, has_company),
        };
        for part in parts {
            let why = if Part::named(name).is_some() { "by its name" } else { "by what it holds" };
            self.reasons.push(format!("`{name}` is {}, {why}", part.words()));
            let file = self.files.part(part);
            match file {
                Some(before) => {
                    before.push(b'\n');
                    before.extend_from_slice(bytes);
                }
                None => *file = Some(Zeroizing::new(bytes.to_vec())),
            }
        }
    }

    /// The certificate that the side presents, as leniently read as can be.
    #[must_use]
    pub fn certificate(&self) -> Option<Certificate> {
        let inventory = inventory::build(&files::scan(self.files.certificate.as_ref()?).artifacts);
        let (_, first) = inventory.certificates().next()?;
        Some(first.clone())
    }
}

/// Sides made of certificates outside any Secret: each end entity with the intermediates and the key that belong to it, all of
/// them trusting the self-issued CAs beside them.
fn loose(sources: &[Source], scan: &Scan) -> Vec<Side> {
    let loose: Vec<&Artifact> =
        scan.artifacts.iter().filter(|artifact| artifact.place.manifest.is_none()).collect();
    let text = |artifact: &Artifact| -> Vec<u8> {
        let source = sources.get(artifact.span.source).map(|source| source.content.as_slice());
        let bytes = source.and_then(|bytes| bytes.get(artifact.span.start..artifact.span.end));
        [bytes.unwrap_or_default(), b"\n"].concat()
    };
    let read: Vec<(&Artifact, Inventory)> = loose
        .into_iter()
        .map(|artifact| (artifact, inventory::build(core::slice::from_ref(artifact))))
        .collect();
    let certificates = || {
        read.iter().filter_map(|(artifact, inventory)| {
            inventory.certificates().next().map(|(_, certificate)| (*artifact, certificate))
        })
    };
    let ca = |wanted: bool| certificates().filter(move |(_, c)| c.is_ca() && c.is_self_issued() == wanted);
    let trust: Vec<u8> = ca(true).flat_map(|(artifact, _)| text(artifact)).collect();
    let intermediates: Vec<u8> = ca(false).flat_map(|(artifact, _)| text(artifact)).collect();
    let key_of = |certificate: &Certificate| {
        let own = certificate.public_key.as_ref()?;
        read.iter().find_map(|(artifact, inventory)| match &inventory.objects.first()?.content {
            Content::PrivateKey(facts) if key_match::matches(facts, own) => Some(text(artifact)),
            _ => None,
        })
    };
    let leaves = certificates().filter(|(_, certificate)| !certificate.is_ca());
    leaves
        .map(|(artifact, certificate)| Side {
            title: format!("certificate `{}` in {}", certificate.label(), artifact.place),
            reasons: vec![
                "intermediates, key and trusted CAs are those pasted beside it that fit".to_owned(),
            ],
            files: Files {
                certificate: Some(Zeroizing::new([text(artifact), intermediates.clone()].concat())),
                key: key_of(certificate).map(Zeroizing::new),
                trust: (!trust.is_empty()).then(|| Zeroizing::new(trust.clone())),
            },
        })
        .collect()
}

/// A few titles, and how many more there are.
fn some(titles: &[&str]) -> String {
    const FEW: usize = 3;
    match titles.split_at_checked(FEW) {
        Some((few, rest)) if !rest.is_empty() => format!("{} and {} more", few.join(", "), rest.len()),
        _ => list(titles),
    }
}

impl Sides {
    /// What to say in place of a verdict where nobody plays a role: which two are meant must be said, or was not chosen.
    #[must_use]
    pub fn asked(&self, server: Option<usize>, client: Option<usize>) -> Option<String> {
        if self.candidates.is_empty() || server.is_some() || client.is_some() {
            return None;
        }
        if self.server.is_some() || self.client.is_some() {
            return Some(
                "No side is chosen, so nothing is judged; choose the server, the client or both.".to_owned(),
            );
        }
        let titles: Vec<&str> = self.candidates.iter().map(|side| side.title.as_str()).collect();
        let more = match self.more {
            0 => String::new(),
            more => format!(" {more} more Secrets and ConfigMaps were not looked at; give fewer at a time."),
        };
        Some(format!(
            "Which two talk to each other? {} sides have a certificate, and nothing shows which two belong together: {}. Choose the server and the client; nothing is judged of a pair until then.{more}",
            titles.len(),
            some(&titles)
        ))
    }

    /// The candidate that is called so: by its title, or for `Secret shop/web` by `shop/web`; none where several are.
    #[must_use]
    pub fn called(&self, name: &str) -> Option<usize> {
        let is_called = |(at, side): (usize, &Side)| {
            let is_short = side.title.split_once(' ').is_some_and(|(_, short)| short == name);
            (side.title == name || is_short).then_some(at)
        };
        let mut called = self.candidates.iter().enumerate().filter_map(is_called);
        called.next().filter(|_| called.next().is_none())
    }

    /// Who was left out because there are but two roles; a sentence, where there is somebody.
    #[must_use]
    pub fn left_out(&self) -> Option<String> {
        let played = [self.server, self.client];
        let rest = self.candidates.iter().enumerate().filter(|(at, _)| !played.contains(&Some(*at)));
        let titles: Vec<&str> = rest.map(|(_, side)| side.title.as_str()).collect();
        (!titles.is_empty() && played != [None, None]).then(|| {
            format!(
                "Not used, as a pair has two sides: {}. Say which two are meant: name their files as the server's and as the client's.",
                some(&titles)
            )
        })
    }

    /// A candidate in a role, with the reason why it plays it: what it shows, or that it was chosen.
    #[must_use]
    pub fn played(&self, role: Role, by: Option<usize>) -> Option<Side> {
        let mut side = self.candidates.get(by?)?.clone();
        let own = match role {
            Role::Server => self.server,
            Role::Client => self.client,
        };
        let why = match cast::reason(&side, role).filter(|_| by == own) {
            Some(reason) => {
                [Some(reason), self.tie.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ")
            }
            None => "as it was chosen".to_owned(),
        };
        side.reasons.insert(0, format!("taken for the {}, {why}", role.name()));
        Some(side)
    }
}
