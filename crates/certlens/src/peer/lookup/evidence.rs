//! What the paste has of the causes of an error: the pair in it is judged, and what stacks say of it is compared with the line.

use std::collections::{BTreeMap, HashSet};

use super::PossibleCause;
use super::book::{Book, Entry, Hit, Told};
use super::words;
use crate::config::Configuration;
use crate::path;
use crate::peer::pair;
use crate::peer::side::{self, Side, Sides};
use crate::peer::{Cause, Conversation, PeerSees, Prediction, Refusal, Role, Said, Stack, stacks};
use crate::rule::{Finding, Outcome};
use crate::settings::Settings;
use crate::sort;
use crate::source::Source;
use crate::x509::certificate;

/// Most names for which the pair is judged: a line may say which was dialled.
const MOST_NAMES: usize = 4;

pub(super) struct Evidence<'a> {
    book: &'a Book,
    configuration: &'a Configuration,
    sides: Sides,
    findings: &'a [Finding],
    settings: &'a Settings,
    /// What is refused, by the name dialled.
    refused: BTreeMap<String, Vec<Refused>>,
}

/// One refusal that is predicted.
#[derive(Clone)]
struct Refused {
    stack: &'static Stack,
    role: Role,
    is_load: bool,
    refusal: Refusal,
    /// The phrase in its text.
    entry: Option<usize>,
}

/// How sure it is that a cause is at work here, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Proof {
    /// A stack says this very thing of what is pasted.
    SaidSo,
    /// What is pasted has it.
    Found,
    /// Nothing pasted has it.
    Absent,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(
        book: &'a Book,
        sources: &[Source],
        configuration: &'a Configuration,
        findings: &'a [Finding],
        settings: &'a Settings,
    ) -> Self {
        let sides = side::sides(sources);
        Self { book, configuration, sides, findings, settings, refused: BTreeMap::new() }
    }

    /// True if there are certificates beside the error.
    pub(super) const fn has_any(&self) -> bool {
        !self.sides.candidates.is_empty()
    }

    /// The causes of an error, those first that the paste exhibits. `ids` are the stacks that would have written it.
    pub(super) fn causes(&mut self, hit: &Hit, entry: &Entry, ids: &[&str]) -> Vec<PossibleCause> {
        let refused = self.refused(hit.dialled.as_deref());
        let fits: Vec<&Refused> = refused.iter().filter(|refused| refused.fits(hit, entry, ids)).collect();
        let more = fits.iter().map(|refused| refused.refusal.cause).filter(|_| !entry.causes.is_empty());
        let mut codes = HashSet::new();
        let finer = entry.causes.iter().flat_map(|cause| cause.finer());
        let candidates: Vec<Cause> = entry.causes.iter().chain(finer).copied().chain(more).collect();
        let candidates = candidates.into_iter().filter(|cause| codes.insert(cause.rule().code));
        let mut causes: Vec<(Proof, PossibleCause)> =
            candidates.map(|cause| self.cause(cause, entry.told, &fits)).collect();
        sort::by_key(&mut causes, |(proof, _)| *proof);
        causes.into_iter().map(|(_, cause)| cause).collect()
    }

    fn cause(&self, cause: Cause, told: Told, fits: &[&Refused]) -> (Proof, PossibleCause) {
        let rule = cause.rule();
        let own: Vec<&Refused> =
            fits.iter().copied().filter(|refused| refused.refusal.cause.rule() == rule).collect();
        let said = own.first().map(|first| {
            let message = format!("{} {}", said(told, first, &own), rule.remedy);
            (Proof::SaidSo, PossibleCause { rule, exhibited: true, message })
        });
        let found = || {
            // That a path ends nowhere shows only that no CA was pasted; the pair above knows who trusts what.
            let is_found = |finding: &&Finding| finding.outcome == Outcome::Fail && finding.rule == rule;
            let finding = self.findings.iter().find(is_found).filter(|_| *rule != path::TRUST_ANCHOR)?;
            Some((Proof::Found, PossibleCause { rule, exhibited: true, message: finding.message.clone() }))
        };
        said.or_else(found).unwrap_or_else(|| {
            let clause = words::clause(cause);
            let (first, rest) = clause.split_at_checked(1).unwrap_or(("", clause));
            let message = format!("{}{rest}. {}", first.to_ascii_uppercase(), rule.remedy);
            (Proof::Absent, PossibleCause { rule, exhibited: false, message })
        })
    }

    /// What every stack refuses of the pair in the paste, for the name that the line says was dialled.
    fn refused(&mut self, dialled: Option<&str>) -> Vec<Refused> {
        let of = |at: Option<usize>| at.and_then(|at| self.sides.candidates.get(at));
        let (server, client) = (of(self.sides.server), of(self.sides.client));
        if server.is_none() && client.is_none() {
            return Vec::new();
        }
        let told = self.settings.identifiers.first().map(ToString::to_string);
        let said = Said { name: dialled.map(str::to_owned).or(told), ..Said::default() };
        let mut conversation = Conversation::stated(self.configuration, server, self.settings.time, said);
        if self.refused.len() >= MOST_NAMES
            && let Some(known) =
                self.refused.keys().next().filter(|_| !self.refused.contains_key(&conversation.name))
        {
            conversation.name.clone_from(known);
        }
        if let Some(known) = self.refused.get(&conversation.name) {
            return known.clone();
        }
        let refused = judged(self.book, server, client, &conversation);
        self.refused.insert(conversation.name, refused.clone());
        refused
    }
}

fn judged(
    book: &Book,
    server: Option<&Side>,
    client: Option<&Side>,
    conversation: &Conversation,
) -> Vec<Refused> {
    let pair = pair::pair(server, client, conversation, stacks());
    let side = |role: Role| match role {
        Role::Server => server,
        Role::Client => client,
    };
    let mut refused = Vec::new();
    for verdicts in &pair.stacks {
        for (role, _, prediction) in &verdicts.verdicts {
            let Some(refusal) = prediction.refusal() else { continue };
            let is_load = matches!(prediction, Prediction::LoadError(_));
            if is_shown(*role, is_load, refusal.cause, &side) {
                let entry = book.look(refusal.error.as_bytes()).map(|hit| hit.entry);
                let refusal = refusal.clone();
                refused.push(Refused { stack: verdicts.stack, role: *role, is_load, refusal, entry });
            }
        }
    }
    refused
}

/// True if the files that a refusal is about were pasted: what is missing from the paste need not be missing from the pod.
fn is_shown<'a>(role: Role, is_load: bool, cause: Cause, side: &impl Fn(Role) -> Option<&'a Side>) -> bool {
    let other = match role {
        Role::Client => Role::Server,
        Role::Server => Role::Client,
    };
    if !is_load {
        let trusts = |role| side(role).is_some_and(|side| side.files.trust.is_some());
        return side(other).is_some() && (trusts(role) || side(role).is_none() && trusts(other));
    }
    let Some(own) = side(role) else { return false };
    match cause {
        Cause::TrustFile => own.files.trust.is_some(),
        Cause::KeyFile | Cause::KeyMatch => own.files.key.is_some(),
        _ => own.files.certificate.is_some(),
    }
}

impl Refused {
    /// Whether the line is what this refusal looks like.
    fn fits(&self, hit: &Hit, entry: &Entry, ids: &[&str]) -> bool {
        match entry.told {
            // Of software whose texts are not predicted the cause is compared.
            Told::Judged if ids.is_empty() => !self.is_load && entry.causes.contains(&self.refusal.cause),
            Told::Judged | Told::Load => self.entry == Some(hit.entry) && ids.contains(&self.stack.id),
            Told::Alert(alert) => self.alert() == Some(alert),
            Told::SomeAlert => self.alert().is_some(),
            Told::Silence => self.refusal.peer_sees == PeerSees::Closed,
            Told::NoTls(_) => false,
        }
    }

    const fn alert(&self) -> Option<crate::peer::Alert> {
        match self.refusal.peer_sees {
            PeerSees::Alert(alert) | PeerSees::EarlyAlert(alert) => Some(alert),
            _ => None,
        }
    }

    fn whose(&self) -> String {
        let certificate = self.refusal.certificate.as_ref();
        let certificate = certificate.and_then(|der| certificate::read(der, &mut Vec::new()));
        let side = match (self.role, self.is_load) {
            (Role::Client, true) | (Role::Server, false) => "client",
            (Role::Server, true) | (Role::Client, false) => "server",
        };
        match certificate {
            Some(certificate) => format!("certificate `{}` of the {side}'s chain", certificate.label()),
            None => format!("what the {side} was given"),
        }
    }
}

/// Who says so of what is pasted, and in which words.
fn said(told: Told, first: &Refused, own: &[&Refused]) -> String {
    let alike = own.iter().filter(|refused| {
        refused.role == first.role && refused.refusal.certificate == first.refusal.certificate
    });
    let mut names: Vec<&str> = alike.map(|refused| refused.stack.name).collect();
    names.dedup();
    let (names, role, whose) = (words::some(&names), first.role.name(), first.whose());
    let text = cut(&first.refusal.error);
    match told {
        Told::Alert(_) | Told::SomeAlert => {
            format!(
                "{names}, as the {role}, would answer {whose} with this alert; the log there says `{text}`."
            )
        }
        Told::Silence => {
            format!(
                "{names}, as the {role}, would close the connection over {whose}; the log there says `{text}`."
            )
        }
        _ => format!("This is what {names}, as the {role}, would say of {whose}: `{text}`."),
    }
}

/// As much of a text as a sentence bears.
fn cut(text: &str) -> String {
    /// Characters.
    const MOST: usize = 200;
    let mut cut: String = text.chars().take(MOST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut.replace('\n', " ")
}
