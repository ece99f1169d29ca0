//! Whether two sides will shake hands: what each TLS stack makes of the files of its own side and of the other's certificate.
//!
//! A stack is data and short functions, in one file of `peer/stack`: a row of [`Rules`], how it loads its own files, and
//! how it judges what the peer shows. Every rule in it comes from a recorded handshake, from the stack's source or from a
//! specification; what none of them covers is undetermined.

mod alert;
mod cause;
mod conversation;
mod cure;
mod encounter;
mod exact;
mod files;
mod held;
pub mod lookup;
pub mod pair;
mod refusal;
mod rules;
mod shelf;
mod side;
mod stack;
mod substring;

use crate::identity::ReferenceIdentifier;
use crate::rule::Rule;
use crate::x509::certificate::Certificate;

pub use alert::{Alert, PeerSees};
pub use cause::Cause;
pub use conversation::{Conversation, Said};
pub use cure::Cure;
pub use encounter::{Role, Suites, TlsVersion, UnknownSuites};
pub use files::Files;
pub use refusal::{NoticedBy, Refusal};
pub use rules::*;
pub(crate) use side::mounts;
pub use side::{Side, Sides, default_name, side, sides};
pub use stack::{Stack, UnknownStack, stack, stacks};

use encounter::{Encounter, Own, Presented};
use exact::Scene;
use held::Held;
use refusal::Stop;
use shelf::Shelf;

/// What one stack does, as far as it can be told, in one role with one protocol version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prediction {
    /// It loads its files, and goes through with the handshake.
    Accept,
    /// It refuses its own files before any handshake.
    LoadError(Refusal),
    /// It refuses the peer.
    Reject(Refusal),
    /// Nothing recorded, read or specified decides it; why.
    Undetermined(String),
}

/// What one stack makes of a pair, in both roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackVerdicts {
    /// The stack.
    pub stack: &'static Stack,
    /// One for each role and version, in the order of [`Role::ALL`] and of the versions the stack speaks. In the role of a side
    /// whose peer was not given there are only those that do not load its files.
    pub verdicts: Vec<(Role, TlsVersion, Prediction)>,
}

/// Every requirement that only TLS stacks make.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    cause::RULES.iter().copied()
}

/// What every one of `stacks` makes of the pair.
#[must_use]
pub fn judge(
    server: &Files,
    client: &Files,
    conversation: &Conversation,
    stacks: &[&'static Stack],
) -> Vec<StackVerdicts> {
    judged(&Shelf::default(), Meeting { server, client, absent: None }, conversation, stacks).collect()
}

/// Two sides, one of which may not have been given.
#[derive(Clone, Copy)]
struct Meeting<'a> {
    server: &'a Files,
    client: &'a Files,
    /// The side that was not given. Nothing is said of what it shows, and of its files there is only what it may be taken to trust.
    absent: Option<Role>,
}

/// The same with certificates that are on the shelf already, one stack after the other as it is asked for.
fn judged<'a>(
    shelf: &'a Shelf,
    meeting: Meeting<'a>,
    conversation: &'a Conversation,
    stacks: &'a [&'static Stack],
) -> impl Iterator<Item = StackVerdicts> + 'a {
    let Meeting { server, client, absent } = meeting;
    let shown = |files: &Files| Presented::of(files);
    let (server_shows, client_shows) = (shown(server), shown(client));
    let server_holds = Held::of(server, &server_shows, shelf);
    let client_holds = Held::of(client, &client_shows, shelf);
    stacks.iter().map(move |stack| {
        let one = |role, version| {
            let (files, shown) = match role {
                Role::Client => (client, &server_shows),
                Role::Server => (server, &client_shows),
            };
            let peer = (absent != Some(role.other())).then_some(shown);
            let own = Own { role, version, files, shelf, rules: &stack.rules, conversation };
            let (mine, theirs) = match role {
                Role::Client => (&client_holds, &server_holds),
                Role::Server => (&server_holds, &client_holds),
            };
            let suites = conversation.suites;
            let scene = Scene { role, version, suites, own: mine, peer: theirs, shelf };
            let prediction = if absent == Some(role) && files.trust.is_none() {
                Prediction::Undetermined(trusts_unknown(role))
            } else {
                verdict(stack, &own, peer)?
            };
            // A side that stands alone may trust what is configured elsewhere.
            let lacks_trust = |refusal: &Refusal| refusal.cause == Cause::TrustFile && files.trust.is_none();
            if peer.is_none() && prediction.refusal().is_some_and(lacks_trust) {
                return None;
            }
            Some((role, version, exactly(prediction, &scene)))
        };
        let least = conversation.least_version;
        let spoken = || stack.versions.iter().filter(move |version| **version >= least);
        let versions = |role| spoken().map(move |version| (role, *version));
        let verdicts = Role::ALL.into_iter().flat_map(versions).filter_map(|(r, v)| one(r, v)).collect();
        StackVerdicts { stack, verdicts }
    })
}

fn trusts_unknown(judge: Role) -> String {
    let (judge, shown) = (judge.name(), judge.other().name());
    format!(
        "Nothing was pasted that issued the {shown}'s certificate, so that it is not known what CA the {judge} trusts. Paste that CA, or the {judge}'s side."
    )
}

/// The stacks whose client takes `certificate` for that of a server of this name, whatever else they make of it: one list for each
/// of `names`.
#[must_use]
pub fn takers(certificate: &Certificate, names: &[String]) -> Vec<Vec<&'static Stack>> {
    let leaf = Shelf::default().read(&certificate.der);
    let takes = |name: &String| {
        let takes = |stack: &&&'static Stack| leaf.as_ref().is_some_and(|leaf| (stack.answers)(leaf, name));
        stacks().iter().filter(takes).copied().collect()
    };
    names.iter().map(takes).collect()
}

/// The prediction with the requirement that the facts show, where the stack's text stands for several.
fn exactly(prediction: Prediction, scene: &Scene<'_>) -> Prediction {
    match prediction {
        Prediction::LoadError(refusal) => Prediction::LoadError(exact::exact(refusal, true, scene)),
        Prediction::Reject(refusal) => Prediction::Reject(exact::exact(refusal, false, scene)),
        other => other,
    }
}

/// `None` where there is no peer, and nothing to say before there is one.
fn verdict(stack: &Stack, own: &Own<'_>, peer: Option<&Presented>) -> Option<Prediction> {
    let loaded = match (stack.load)(own) {
        Ok(loaded) => loaded,
        Err(Stop::Refused(refusal)) => return Some(Prediction::LoadError(*refusal)),
        Err(Stop::Unknown(reason)) => return Some(Prediction::Undetermined(reason)),
    };
    let peer = peer?;
    let conversation = own.conversation;
    let encounter = Encounter {
        role: own.role,
        version: own.version,
        rules: own.rules,
        shelf: own.shelf,
        files: own.files,
        loaded: &loaded,
        peer,
        name: &conversation.name,
        reference: conversation.name.parse::<ReferenceIdentifier>().ok(),
        time: conversation.time,
        suites: conversation.suites,
    };
    Some(match (stack.meet)(&encounter) {
        Ok(()) => Prediction::Accept,
        Err(Stop::Refused(refusal)) => Prediction::Reject(*refusal),
        Err(Stop::Unknown(reason)) => Prediction::Undetermined(reason),
    })
}
