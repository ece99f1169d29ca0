//! The two sides of a connection, found in what was given.

use zeroize::Zeroizing;

use crate::crypto::key_match;
use crate::inventory::{self, Content, Inventory};
use crate::peer::encounter::Role;
use crate::peer::files::{self, Files, Part};
use crate::source::{self, Artifact, EntryState, Scan, Source};
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::oids;

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
}

/// Most candidates that are looked at; a cluster's worth of Secrets is no pair.
const MOST_CANDIDATES: usize = 64;

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
        mounted_sides(&scan).map(|(number, side)| (Some(number), side)).collect();
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
    let secrets = mounted_sides(&scan).map(|(_, side)| side).filter(presents);
    let mut candidates: Vec<Side> = secrets.take(MOST_CANDIDATES).collect();
    candidates.extend(loose(sources, &scan).into_iter().take(MOST_CANDIDATES));
    cast(candidates)
}

/// The Secrets and `ConfigMap`s that a workload may mount: their numbers among the manifests, and their names.
fn mounted(scan: &Scan) -> impl Iterator<Item = (usize, String)> {
    let all = scan.manifests.iter().enumerate();
    all.filter(|(_, manifest)| matches!(manifest.kind.as_str(), "Secret" | "ConfigMap"))
        .map(|(number, manifest)| (number, manifest.to_string()))
}

/// Each of them as a side of its own.
fn mounted_sides(scan: &Scan) -> impl Iterator<Item = (usize, Side)> {
    mounted(scan).map(|(number, title)| {
        let mut side = Side { title, ..Side::default() };
        add_manifest(&mut side, scan, number);
        (number, side)
    })
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

/// Who plays which role: the certificate says so by its key purposes and names, the title by its words.
fn cast(candidates: Vec<Side>) -> Sides {
    let leanings: Vec<Option<Leaning>> = candidates.iter().map(Leaning::of_side).collect();
    let best = |role: Role, but: Option<usize>| {
        let all = leanings.iter().enumerate().filter_map(|(at, leaning)| Some((at, leaning.as_ref()?)));
        let others = all.filter(|(at, _)| Some(*at) != but);
        // The first of those that lean equally.
        others.max_by_key(|(at, leaning)| (leaning.towards(role), core::cmp::Reverse(*at))).map(|(at, _)| at)
    };
    let (server, client) = match leanings.as_slice() {
        [Some(only)] if only.plays_both => (Some(0), Some(0)),
        [Some(only)] if only.balance < 0 => (None, Some(0)),
        [Some(_)] => (Some(0), None),
        _ => {
            let server = best(Role::Server, None);
            (server, best(Role::Client, server))
        }
    };
    Sides { candidates, server, client }
}

impl Sides {
    /// Who was left out because there are but two roles; a sentence, where there is somebody.
    #[must_use]
    pub fn left_out(&self) -> Option<String> {
        let played = [self.server, self.client];
        let rest = self.candidates.iter().enumerate().filter(|(at, _)| !played.contains(&Some(*at)));
        let titles: Vec<&str> = rest.map(|(_, side)| side.title.as_str()).collect();
        (!titles.is_empty()).then(|| {
            format!(
                "Not used, as a pair has two sides: {}. Say which two are meant: name their files as the server's and as the client's.",
                titles.join(", ")
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
        let leaning = Leaning::of_side(&side).filter(|_| by == own);
        let why = leaning.map_or_else(|| "as it was chosen".to_owned(), |leaning| leaning.reason(role));
        side.reasons.insert(0, format!("taken for the {}, {why}", role.name()));
        Some(side)
    }
}

/// How much a side looks like a server (above zero) or a client (below).
struct Leaning {
    balance: i32,
    plays_both: bool,
    by_purpose: i32,
    by_title: i32,
}

/// Words in titles of those that are dialled, and of those that dial.
const SERVER_WORDS: [&str; 8] =
    ["server", "provider", "backend", "upstream", "webhook", "ingress", "api", "db"];
const CLIENT_WORDS: [&str; 7] =
    ["client", "manager", "controller", "agent", "consumer", "frontend", "caller"];

impl Leaning {
    fn of_side(side: &Side) -> Option<Self> {
        Some(Self::of(&side.certificate()?, &side.title))
    }

    fn of(certificate: &Certificate, title: &str) -> Self {
        let lists = |purpose: &[u8]| {
            let purposes = certificate.extended_key_usage().unwrap_or_default();
            purposes.iter().any(|listed| listed.octets() == purpose)
        };
        let by_purpose = i32::from(lists(oids::SERVER_AUTH)) - i32::from(lists(oids::CLIENT_AUTH));
        let names = certificate.subject_alternative_names().unwrap_or_default();
        let is_dialled =
            names.iter().any(|name| matches!(name.value, GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_)));
        let title = title.to_lowercase();
        let says = |words: &[&str]| i32::from(words.iter().any(|word| title.contains(word)));
        let by_title = says(&SERVER_WORDS) - says(&CLIENT_WORDS);
        Self {
            balance: 8 * by_purpose + 3 * by_title + i32::from(is_dialled),
            plays_both: lists(oids::SERVER_AUTH) && lists(oids::CLIENT_AUTH),
            by_purpose,
            by_title,
        }
    }

    const fn towards(&self, role: Role) -> i32 {
        match role {
            Role::Server => self.balance,
            Role::Client => -self.balance,
        }
    }

    fn reason(&self, role: Role) -> String {
        let sign = match role {
            Role::Server => 1,
            Role::Client => -1,
        };
        let purpose = match role {
            Role::Server => "serverAuth",
            Role::Client => "clientAuth",
        };
        if self.plays_both {
            format!("as its certificate lists {purpose}, and the other role too")
        } else if self.by_purpose * sign > 0 {
            format!("as its certificate lists {purpose}")
        } else if self.by_title * sign > 0 {
            "as its name says".to_owned()
        } else {
            "as nothing else fits better".to_owned()
        }
    }
}
