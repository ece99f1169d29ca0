//! Which change each refusal asks for.

use crate::identity::ReferenceIdentifier;
use crate::peer::cause::Cause;
use crate::peer::cure::bench::Bench;
use crate::peer::cure::edit::{Edit, Step};
use crate::peer::encounter::Role;
use crate::peer::refusal::Refusal;
use crate::peer::{Prediction, StackVerdicts};
use crate::x509::public_key::KeyKind;

/// The steps that the refusals ask for and that are not taken yet: those that put a file right before all others, since stacks
/// that read a file differently judge different certificates.
pub(super) fn steps(bench: &Bench<'_>, taken: &[Step], judged: &[StackVerdicts]) -> Vec<Step> {
    let mut proposed: Vec<Step> = Vec::new();
    for (role, _, prediction) in judged.iter().flat_map(|own| &own.verdicts) {
        let (refusal, is_load) = match prediction {
            Prediction::LoadError(refusal) => (refusal, true),
            Prediction::Reject(refusal) => (refusal, false),
            Prediction::Accept | Prediction::Undetermined(_) => continue,
        };
        let at_fault = Fault::of(bench, taken, *role, is_load, refusal);
        for step in at_fault.steps(bench, taken) {
            if !taken.contains(&step) && !proposed.contains(&step) {
                proposed.push(step);
            }
        }
    }
    let of_file = |step: &Step| matches!(step, Step::Chain(_) | Step::Trust(_) | Step::Key(_));
    if proposed.iter().any(of_file) {
        proposed.retain(of_file);
    }
    proposed
}

/// A refusal, and what it is about.
struct Fault {
    cause: Cause,
    /// The stack that refuses is this end.
    judge: Role,
    /// The side whose files are at fault.
    side: Role,
    /// The certificate at fault, or else the end entity of that side.
    at: Option<usize>,
}

impl Fault {
    fn of(bench: &Bench<'_>, taken: &[Step], judge: Role, is_load: bool, refusal: &Refusal) -> Self {
        let der = refusal.certificate.as_deref();
        let named = der.and_then(|der| {
            (0..bench.pieces.len()).find(|at| der == bench.der(*at, taken) || bench.is(*at, der))
        });
        let other = if judge == Role::Client { Role::Server } else { Role::Client };
        let is_own = named.is_some_and(|at| {
            let shows = |role| bench.place(role).chain.contains(&at);
            shows(judge) && !shows(other)
        });
        let side = if is_load || is_own { judge } else { other };
        let at = named.or_else(|| bench.place(side).chain.first().copied());
        Self { cause: refusal.cause, judge, side, at }
    }

    fn steps(&self, bench: &Bench<'_>, taken: &[Step]) -> Vec<Step> {
        let Self { cause, judge, side, at } = *self;
        let issue = |edit: Edit| at.map(|at| Step::Issue(at, edit)).into_iter().collect();
        let is_leaf = at.is_some() && bench.place(side).chain.first() == at.as_ref();
        match cause {
            Cause::CertificateFile | Cause::ChainOrder => vec![Step::Chain(side)],
            Cause::KeyMatch | Cause::PeerKey => vec![Step::Chain(side)],
            Cause::TrustFile => vec![Step::Trust(judge)],
            Cause::KeyFile => vec![Step::Key(side)],
            Cause::Suites => vec![Step::Suites],
            Cause::KeyUsage => self.usage(bench, taken),
            Cause::KeyPurpose if is_leaf => issue(Edit::Purpose(side)),
            Cause::KeyPurpose => issue(Edit::NoPurposes),
            Cause::Name if is_dialled(bench) => issue(Edit::Name),
            Cause::CaFlag if !is_leaf => issue(Edit::Authority),
            Cause::KeyCertSign | Cause::CaKeyUsage if !is_leaf => issue(Edit::CertSign),
            // Python's strict flags: only a CA may have keyCertSign, and a CA needs it.
            Cause::KeyCertSign | Cause::CaKeyUsage => issue(Edit::EndEntity),
            Cause::PathLength => self.path_length(bench),
            Cause::CaAsEndEntity => issue(Edit::EndEntity),
            Cause::Expired | Cause::NotYetValid => issue(Edit::Renewed),
            Cause::Criticality => issue(Edit::Criticality),
            Cause::KeyIdentifiers => self.identifiers(bench),
            Cause::IssuerName => issue(Edit::IssuerName),
            Cause::SignatureAlgorithm => issue(Edit::Digest),
            Cause::ValidityFormat
            | Cause::Encoding
            | Cause::Signature
            | Cause::Revocation
            | Cause::Policy
            | Cause::CriticalExtension => issue(Edit::Anew),
            Cause::Issuer | Cause::Anchor => self.anchor(bench),
            Cause::CaFlag
            | Cause::Name
            | Cause::NameConstraints
            | Cause::ChainLength
            | Cause::KeyStrength
            | Cause::KeyType
            | Cause::NoCertificate => Vec::new(),
        }
    }

    /// digitalSignature; where that was not enough, keyEncipherment too for RSA.
    fn usage(&self, bench: &Bench<'_>, taken: &[Step]) -> Vec<Step> {
        let Some(at) = self.at else { return Vec::new() };
        let Some(piece) = bench.pieces.get(at) else { return Vec::new() };
        let key = piece.parsed.certificate.public_key.as_ref();
        let is_rsa = key.is_some_and(|key| matches!(key.kind, KeyKind::Rsa(_)));
        let sign = Step::Issue(at, Edit::Sign);
        match piece.parsed.certificate.key_usage() {
            _ if !taken.contains(&sign) => vec![sign],
            _ if is_rsa => vec![Step::Issue(at, Edit::Encipher)],
            _ => Vec::new(),
        }
    }

    /// Whichever CA of the path is the one with too small a number.
    fn path_length(&self, bench: &Bench<'_>) -> Vec<Step> {
        let limits = |at: &usize| {
            let piece = bench.pieces.get(*at);
            piece.is_some_and(|own| {
                own.parsed.certificate.basic_constraints().is_some_and(|own| own.path_len.is_some())
            })
        };
        let (shown, trusted) = (&bench.place(self.side).chain, &bench.place(self.judge).trust);
        let cas = shown.iter().skip(1).chain(trusted).copied().filter(limits);
        cas.map(|at| Step::Issue(at, Edit::NoPathLength)).collect()
    }

    /// Of the whole path, as a certificate and its issuer have to agree.
    fn identifiers(&self, bench: &Bench<'_>) -> Vec<Step> {
        let path = bench.path(self.side);
        let top = path.last().and_then(|at| bench.pieces.get(*at)?.signer);
        let all = path.iter().copied().chain(top.filter(|top| !path.contains(top)));
        all.map(|at| Step::Issue(at, Edit::Identifiers)).collect()
    }

    /// The whole chain, and the root at its top where the judge does not trust it: one that is there on some side.
    fn anchor(&self, bench: &Bench<'_>) -> Vec<Step> {
        let path = bench.path(self.side);
        let top = path.last().and_then(|at| bench.pieces.get(*at)?.signer);
        let shown = &bench.place(self.side).chain;
        let is_whole = path.iter().all(|at| shown.contains(at));
        let chain = (!is_whole).then_some(Step::Chain(self.side));
        let missing = top.filter(|top| !bench.place(self.judge).trust.contains(top));
        chain.into_iter().chain(missing.map(|top| Step::Add(self.judge, top))).collect()
    }
}

/// Whether the name can stand in a certificate as it is dialled.
fn is_dialled(bench: &Bench<'_>) -> bool {
    let name = &bench.conversation.name;
    let parsed = name.parse::<ReferenceIdentifier>();
    !name.ends_with('.') && matches!(parsed, Ok(ReferenceIdentifier::Dns(_) | ReferenceIdentifier::Ip(_)))
}
