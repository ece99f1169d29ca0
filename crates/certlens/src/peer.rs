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

pub use alert::{Alert, PeerSees};
pub use cause::Cause;
pub use conversation::{Conversation, Said};
pub use cure::Cure;
pub use encounter::{Role, Suites, TlsVersion, UnknownSuites};
pub use files::Files;
pub use refusal::{NoticedBy, Refusal};
pub use rules::*;
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
    /// One for each role and version, in the order of [`Role::ALL`] and of the versions the stack speaks.
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
    judged(&Shelf::default(), server, client, conversation, stacks).collect()
}

/// The same with certificates that are on the shelf already, one stack after the other as it is asked for.
fn judged<'a>(
    shelf: &'a Shelf,
    server: &'a Files,
    client: &'a Files,
    conversation: &'a Conversation,
    stacks: &'a [&'static Stack],
) -> impl Iterator<Item = StackVerdicts> + 'a {
    let shown = |files: &Files| Presented::of(files);
    let (server_shows, client_shows) = (shown(server), shown(client));
    let server_holds = Held::of(server, &server_shows, shelf);
    let client_holds = Held::of(client, &client_shows, shelf);
    stacks.iter().map(move |stack| {
        let one = |role, version| {
            let (files, peer) = match role {
                Role::Client => (client, &server_shows),
                Role::Server => (server, &client_shows),
            };
            let own = Own { role, version, files, shelf, rules: &stack.rules, conversation };
            let (mine, theirs) = match role {
                Role::Client => (&client_holds, &server_holds),
                Role::Server => (&server_holds, &client_holds),
            };
            let suites = conversation.suites;
            let scene = Scene { role, version, suites, own: mine, peer: theirs, shelf };
            (role, version, exactly(verdict(stack, &own, peer), &scene))
        };
        let least = conversation.least_version;
        let spoken = || stack.versions.iter().filter(move |version| **version >= least);
        let versions = |role| spoken().map(move |version| (role, *version));
        let verdicts = Role::ALL.into_iter().flat_map(versions).map(|(r, v)| one(r, v)).collect();
        StackVerdicts { stack, verdicts }
    })
}

/// The prediction with the requirement that the facts show, where the stack's text stands for several.
fn exactly(prediction: Prediction, scene: &Scene<'_>) -> Prediction {
    match prediction {
        Prediction::LoadError(refusal) => Prediction::LoadError(exact::exact(refusal, true, scene)),
        Prediction::Reject(refusal) => Prediction::Reject(exact::exact(refusal, false, scene)),
        other => other,
    }
}

fn verdict(stack: &Stack, own: &Own<'_>, peer: &Presented) -> Prediction {
    let loaded = match (stack.load)(own) {
        Ok(loaded) => loaded,
        Err(Stop::Refused(refusal)) => return Prediction::LoadError(*refusal),
        Err(Stop::Unknown(reason)) => return Prediction::Undetermined(reason),
    };
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
    match (stack.meet)(&encounter) {
        Ok(()) => Prediction::Accept,
        Err(Stop::Refused(refusal)) => Prediction::Reject(*refusal),
        Err(Stop::Unknown(reason)) => Prediction::Undetermined(reason),
    }
}
