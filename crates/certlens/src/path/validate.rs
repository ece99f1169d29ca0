//! Validation of one path (RFC 5280 §6.1.3 to §6.1.5), as the RFC's list of checks.

use crate::der::oid::Oid;
use crate::inventory::Inventory;
use crate::path::budget::Budget;
use crate::path::member::Member;
use crate::path::memo::Memo;
use crate::path::name_constraints::Constraints;
use crate::path::state::State;
use crate::path::{
    Candidate, PathEnd, PathStep, Role, critical, end_entity, issuer, name_chaining, name_constraints,
    policy, profile, revocation, signature, trust_anchor, validity,
};
use crate::rule::{Finding, Outcome, Verdict};
use crate::settings::{AnchorUse, Settings};
use crate::span::{Location, ObjectId};

/// What every check may look at, and what it may spend.
pub(super) struct Context<'a, 'm> {
    pub(super) inventory: &'a Inventory,
    pub(super) settings: &'a Settings,
    pub(super) memo: &'m mut Memo,
    pub(super) budget: &'m mut Budget,
    /// The signers of revocation lists whose own paths are being validated, the outermost first.
    pub(super) signers: Vec<ObjectId>,
}

/// Validates a path that ends as `end` says. Where it ends at no anchor, its last certificate is taken in place of one, so that
/// everything else about the path is known too.
pub(super) fn run(context: &mut Context<'_, '_>, certificates: &[ObjectId], end: PathEnd) -> Candidate {
    let inventory = context.inventory;
    let anchored = matches!(end, PathEnd::Anchor(_));
    let count = certificates.len();
    let members: Vec<Member<'_>> = certificates
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(index, id)| {
            let role = match index {
                _ if anchored && index + 1 == count => Role::TrustAnchor,
                0 => Role::EndEntity,
                _ => Role::Intermediate,
            };
            Member::of(inventory, context.memo, *id, role)
        })
        .collect();
    let Some((top, below)) = members.split_first() else {
        return Candidate {
            certificates: Vec::new(),
            end,
            steps: Vec::new(),
            verdict: Verdict::Undetermined,
            policies: Vec::new(),
        };
    };
    let mut state = State::initial(top, members.len(), context.settings);
    let mut policies = Vec::new();
    let mut steps = vec![step(top, anchor(context, top, &end, below.is_empty(), &mut state))];
    for (index, member) in below.iter().enumerate() {
        let is_last = index + 1 == below.len();
        let mut findings = process(context, member, is_last, &mut state);
        if is_last {
            let (more, remaining) = wrap_up(context, member, &mut state);
            findings.extend(more);
            policies = remaining;
        } else {
            findings.extend(prepare(context.settings, member, &mut state));
        }
        findings.extend(profile::apply(member, is_last, context.settings));
        steps.push(step(member, findings));
    }
    steps.reverse();
    let verdict = Verdict::of(steps.iter().flat_map(|step| &step.findings));
    Candidate { certificates: certificates.to_vec(), end, steps, verdict, policies }
}

const fn step(member: &Member<'_>, findings: Vec<Finding>) -> PathStep {
    PathStep { certificate: member.id, role: member.role, findings }
}

/// The first certificate (RFC 5280 §6.1.2, RFC 5937 §3.2): what of it counts is for the settings to say.
fn anchor<'a>(
    context: &mut Context<'a, '_>,
    top: &Member<'a>,
    end: &PathEnd,
    is_last: bool,
    state: &mut State<'a>,
) -> Vec<Finding> {
    let settings = context.settings;
    let anchored = matches!(end, PathEnd::Anchor(_));
    let enforced = if anchored && !is_last { settings.anchor_use } else { AnchorUse::ENFORCED };
    let mut findings = vec![if enforced.validity {
        validity::validity(top, settings.time, None)
    } else {
        validity::not_asked(top)
    }];
    if is_last {
        findings.push(critical::critical_extensions(top));
        findings.push(critical::readable(top));
        findings.extend(target(settings, top));
    } else if enforced.constraints {
        policy::anchor(top, state);
        findings.extend(prepare(settings, top, state));
    } else {
        state.take_name_and_key(top);
        let message =
            format!("The extensions of {} are not asked for: of an anchor, name and key count.", top.label);
        let at = Location::Object(top.id);
        findings.push(Member::finding(&critical::CRITICAL_EXTENSIONS, Outcome::NotApplicable, at, message));
    }
    if enforced.constraints {
        findings.extend(profile::apply(top, is_last, settings));
    }
    findings.push(trust_anchor::end(context.inventory, context.memo, &settings.trust, top, end));
    findings
}

/// §6.1.3, basic certificate processing.
fn process<'a>(
    context: &mut Context<'a, '_>,
    member: &Member<'a>,
    is_last: bool,
    state: &mut State<'a>,
) -> Vec<Finding> {
    let check = context.memo.check(context.inventory, state.working_issuer_id, member.id, context.budget);
    let issuer_end = state.working_issuer_end.map(|end| (end, state.working_issuer.as_str()));
    let exempt = member.is_self_issued && !is_last;
    let subtrees: &[Constraints<'_>] = if exempt { &[] } else { &state.subtrees };
    let [permitted, excluded] = name_constraints::name_constraints(member, subtrees, context.budget);
    vec![
        signature::signature(member, state, check), // (a)(1)
        validity::validity(member, context.settings.time, issuer_end), // (a)(2)
        revocation::revocation(context, member, state), // (a)(3)
        name_chaining::name_chaining(member, state), // (a)(4)
        permitted,                                  // (b)
        excluded,                                   // (c)
        policy::basic(member, is_last, state),      // (d)–(f)
    ]
}

/// §6.1.4, preparation for the next certificate.
fn prepare<'a>(settings: &Settings, member: &Member<'a>, state: &mut State<'a>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = policy::mapping(member, state).into_iter().collect(); // (a), (b)
    state.take_name_and_key(member); // (c)–(f)
    state.subtrees.extend(Constraints::of(member)); // (g)
    policy::count_down(member, state); // (h)–(j)
    findings.push(issuer::ca_flag(member)); // (k)
    findings.push(issuer::path_length(member, state)); // (l), (m)
    findings.push(issuer::key_cert_sign(member)); // (n)
    findings.push(critical::critical_extensions(member)); // (o)
    findings.push(critical::readable(member));
    findings.push(end_entity::key_purpose(member, false, settings));
    findings
}

/// §6.1.5, wrap-up, and what is asked of the target.
fn wrap_up<'a>(
    context: &Context<'a, '_>,
    member: &Member<'a>,
    state: &mut State<'a>,
) -> (Vec<Finding>, Vec<Oid>) {
    let initial = &context.settings.policies.initial_policy_set;
    let (policy, policies) = policy::wrap_up(member, initial, state); // (a), (b), (g)
    let mut findings = vec![policy, critical::critical_extensions(member), critical::readable(member)]; // (f)
    findings.extend(target(context.settings, member));
    (findings, policies)
}

fn target(settings: &Settings, member: &Member<'_>) -> Vec<Finding> {
    let mut findings =
        vec![end_entity::key_purpose(member, true, settings), end_entity::key_usage(member, settings)];
    findings.extend(end_entity::reference_identifiers(member, &settings.identifiers));
    findings
}
