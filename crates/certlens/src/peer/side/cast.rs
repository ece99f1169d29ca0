//! Who plays which role, and which two of several talk to each other.

use std::collections::HashMap;
use std::rc::Rc;

use crate::der::oid::Oid;
use crate::inventory;
use crate::peer::encounter::Role;
use crate::peer::files;
use crate::peer::side::{Side, Sides};
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::name::Name;
use crate::x509::oids;

/// Who plays which role: the certificate says so by its key purposes and names, the title by its words. Of more than two, none
/// plays any unless something ties just two of them together.
pub(super) fn cast(candidates: Vec<Side>) -> Sides {
    let mut reader = Reader::default();
    let profiles: Vec<Profile> =
        candidates.iter().enumerate().filter_map(|(at, side)| reader.profile(at, side)).collect();
    let (server, client, tie) = match profiles.as_slice() {
        [only] if only.leaning.plays_both => (Some(only.at), Some(only.at), None),
        [only] if only.leaning.balance < 0 => (None, Some(only.at), None),
        [only] => (Some(only.at), None, None),
        [one, other] if may_meet(one, other) => {
            let (server, client) = in_order(one, other);
            (Some(server.at), Some(client.at), None)
        }
        several => match tied(several) {
            Some((server, client, tie)) => (Some(server), Some(client), Some(tie)),
            None => (None, None, None),
        },
    };
    Sides { candidates, server, client, tie, more: 0 }
}

/// Why a side plays a role: a clause; `None` where its certificate cannot be read.
pub(super) fn reason(side: &Side, role: Role) -> Option<String> {
    Some(Leaning::of(&side.certificate()?, &side.title).reason(role))
}

/// What there is to tell of a candidate.
struct Profile {
    /// Its number among the candidates.
    at: usize,
    title: String,
    leaning: Leaning,
    /// The number of its certificate, which copies of it share.
    certificate: usize,
    /// Who issued what it presents.
    issuers: Vec<Authority>,
    /// Whom it trusts.
    trusted: Rc<Vec<Authority>>,
}

/// A CA: the number of its name, and the identifier of its key where that is given.
#[derive(PartialEq, Eq)]
struct Authority {
    name: usize,
    key: Option<Vec<u8>>,
}

impl Authority {
    fn is(&self, other: &Self) -> bool {
        let is_other_key = matches!((&self.key, &other.key), (Some(one), Some(another)) if one != another);
        self.name == other.name && !is_other_key
    }
}

/// Numbers what many candidates have in common, and reads it once.
#[derive(Default)]
struct Reader<'a> {
    names: HashMap<Vec<Vec<(Oid, String)>>, usize>,
    certificates: HashMap<Vec<u8>, usize>,
    trusted: HashMap<&'a [u8], Rc<Vec<Authority>>>,
}

impl<'a> Reader<'a> {
    fn profile(&mut self, at: usize, side: &'a Side) -> Option<Profile> {
        let inventory = inventory::build(&files::scan(side.files.certificate.as_ref()?).artifacts);
        let mut chain = inventory.certificates().map(|(_, certificate)| certificate).peekable();
        let own = *chain.peek()?;
        let next = self.certificates.len();
        let certificate = *self.certificates.entry(own.der.clone()).or_insert(next);
        let issuers = chain.map(|certificate| {
            let identifier = certificate.authority_key_identifier();
            let key = identifier.and_then(|identifier| identifier.key_identifier.clone());
            self.authority(&certificate.issuer, key)
        });
        let issuers = issuers.collect();
        let leaning = Leaning::of(own, &side.title);
        let trusted = self.trusted(side.files.trust.as_ref().map_or(&[], |file| file.as_slice()));
        Some(Profile { at, title: side.title.clone(), leaning, certificate, issuers, trusted })
    }

    fn trusted(&mut self, file: &'a [u8]) -> Rc<Vec<Authority>> {
        if let Some(known) = self.trusted.get(file) {
            return known.clone();
        }
        let inventory = inventory::build(&files::scan(file).artifacts);
        let certificates = inventory.certificates().map(|(_, certificate)| certificate);
        let authorities = certificates.map(|certificate| {
            let key = certificate.subject_key_identifier().map(<[u8]>::to_vec);
            self.authority(&certificate.subject, key)
        });
        let read = Rc::new(authorities.collect::<Vec<_>>());
        self.trusted.insert(file, read.clone());
        read
    }

    fn authority(&mut self, name: &Name, key: Option<Vec<u8>>) -> Authority {
        let next = self.names.len();
        Authority { name: *self.names.entry(name.canonical()).or_insert(next), key }
    }
}

impl Profile {
    fn trusts(&self, other: &Self) -> bool {
        self.trusted.iter().any(|trusted| other.issuers.iter().any(|issuer| issuer.is(trusted)))
    }

    /// Its name without the words of a role: of `shop-server-tls` and `shop-client-tls` it is the same.
    fn stem(&self) -> String {
        let name = self.title.rsplit('/').next().unwrap_or_default().to_lowercase();
        let is_role = |word: &str| SERVER_WORDS.contains(&word) || CLIENT_WORDS.contains(&word);
        name.split(['-', '_', '.']).filter(|word| !is_role(word)).collect::<Vec<_>>().join("-")
    }
}

/// Whether the only two there are may be a pair: two versions of one Secret are none, nor are two servers of which neither
/// trusts who issued the other's certificate.
fn may_meet(one: &Profile, other: &Profile) -> bool {
    let alike = one.leaning.by_purpose * other.leaning.by_purpose > 0;
    one.title != other.title
        && one.certificate != other.certificate
        && (!alike || one.trusts(other) || other.trusts(one))
}

/// The server and the client of two; the first is the server where both lean equally.
const fn in_order<'p>(one: &'p Profile, other: &'p Profile) -> (&'p Profile, &'p Profile) {
    if one.leaning.balance >= other.leaning.balance { (one, other) } else { (other, one) }
}

/// How firmly two are tied together: how many of them trust the other's issuer, then what they are like.
type Strength = (u8, bool, bool);

/// Words for what the second part of a [`Strength`] looks at, and the third.
const LIKENESS: [&str; 3] = [
    "",
    " and list the purposes of a server and a client",
    " and are called the server and the client of one thing",
];

/// The server and the client that something ties together and that is true of no other two, with what it is. What they are like is
/// looked at where trust alone tells too little.
fn tied(profiles: &[Profile]) -> Option<(usize, usize, String)> {
    LIKENESS.iter().enumerate().find_map(|(finesse, likeness)| {
        let (strength, server, client) = only(profiles, finesse)?;
        let trust = if strength.0 == 2 {
            "trust each other's issuer"
        } else {
            "have one that trusts the other's issuer"
        };
        let tie = format!("of {} sides these two alone {trust}{likeness}", profiles.len());
        Some((server.at, client.at, tie))
    })
}

/// `None` where neither trusts who issued the other's certificate, or both have the same.
fn strength(server: &Profile, client: &Profile, finesse: usize) -> Option<Strength> {
    let trust = u8::from(server.trusts(client)) + u8::from(client.trusts(server));
    let may_play = || server.leaning.may_play(Role::Server) && client.leaning.may_play(Role::Client);
    let is_named =
        || server.leaning.by_title > 0 && client.leaning.by_title < 0 && server.stem() == client.stem();
    (trust > 0 && server.certificate != client.certificate)
        .then(|| (trust, finesse > 0 && may_play(), finesse > 1 && is_named()))
}

/// The two that are tied together most firmly, unless others are as firmly.
fn only(profiles: &[Profile], finesse: usize) -> Option<(Strength, &Profile, &Profile)> {
    let all = profiles.iter().flat_map(|server| profiles.iter().map(move |client| (server, client)));
    let mut best: Option<(Strength, &Profile, &Profile)> = None;
    let mut is_alone = false;
    for (server, client) in all {
        let Some(own) = strength(server, client, finesse) else { continue };
        match best {
            Some((known, ..)) if known > own => {}
            Some((known, one, other)) if known == own => {
                let both = [one.certificate, other.certificate];
                is_alone &= both.contains(&server.certificate) && both.contains(&client.certificate);
            }
            _ => (best, is_alone) = (Some((own, server, client)), true),
        }
    }
    let (own, server, client) = best.filter(|_| is_alone)?;
    let is_either_way = strength(client, server, finesse) == Some(own);
    let (server, client) = if is_either_way { in_order(server, client) } else { (server, client) };
    Some((own, server, client))
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

    /// True unless its certificate lists the purpose of the other role alone.
    const fn may_play(&self, role: Role) -> bool {
        match role {
            Role::Server => self.by_purpose >= 0,
            Role::Client => self.by_purpose <= 0,
        }
    }

    fn reason(&self, role: Role) -> String {
        let sign = match role {
            Role::Server => 1,
            Role::Client => -1,
        };
        let purpose = role.purpose().name();
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
