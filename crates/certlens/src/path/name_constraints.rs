//! Name constraints (RFC 5280 §6.1.3 (b), (c), §6.1.4 (g), §4.2.1.10).

use crate::path::budget::Budget;
use crate::path::member::Member;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::span::{ByteRange, Location};
use crate::x509::certificate::Certificate;
use crate::x509::extension::name_constraints::{GeneralSubtree, NameConstraints};
use crate::x509::oids;

pub(crate) mod form;
mod syntax;

use form::Form;
pub(crate) use form::{Base, ConstrainedName, Fit};

pub(crate) const PERMITTED: Rule = Rule {
    code: "name-constraints-permitted",
    title: "every name is within the permitted subtrees",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.3 (b)"),
    explanation: "A CA can be confined to names: where it permits subtrees of a form of name (DNS, IP, e-mail, URI, directory), every name of that \
                  form in the certificates below it must lie in one of them. Forms it does not mention stay free.",
    remedy: "Take the name outside the permitted subtrees out of the certificate, or have it issued by a CA that may issue for it.",
    kind: RuleKind::Requirement,
};

pub(super) const EXCLUDED: Rule = Rule {
    code: "name-constraints-excluded",
    title: "no name is within the excluded subtrees",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.3 (c)"),
    explanation: "A CA can be kept from names: no name of the certificates below it may lie in an excluded subtree, and no wildcard may cover one \
                  that does, even if another subtree permits it.",
    remedy: "Take the excluded name out of the certificate, or have it issued by a CA that may issue for it.",
    kind: RuleKind::Requirement,
};

/// The constraints of one certificate of the path.
#[derive(Debug, Clone)]
pub(super) struct Constraints<'a> {
    /// How sentences name the certificate.
    label: String,
    is_critical: bool,
    constraints: &'a NameConstraints,
}

impl<'a> Constraints<'a> {
    /// §6.1.4 (g)
    pub(super) fn of(member: &Member<'a>) -> Option<Self> {
        let constraints = member.certificate.name_constraints()?;
        let is_critical =
            member.certificate.extension("nameConstraints").is_some_and(|extension| extension.critical);
        Some(Self { label: member.label.clone(), is_critical, constraints })
    }

    fn subtrees(&self) -> usize {
        let count = |list: &Option<Vec<GeneralSubtree>>| list.as_ref().map_or(0, Vec::len);
        count(&self.constraints.permitted) + count(&self.constraints.excluded)
    }
}

/// Every name of a certificate that constraints apply to, and where it stands: the subject, its e-mail addresses, subjectAltName.
pub(crate) fn names(certificate: &Certificate) -> Vec<(ConstrainedName, ByteRange)> {
    let mut names = Vec::new();
    let subject = &certificate.subject;
    if !subject.is_empty() {
        names.push((ConstrainedName::directory(subject), subject.range));
    }
    let mails = subject.attributes().filter(|attribute| attribute.oid.octets() == oids::EMAIL_ADDRESS);
    names.extend(mails.map(|attribute| (ConstrainedName::email(attribute.text.as_bytes()), attribute.range)));
    let alternatives = certificate.subject_alternative_names().unwrap_or_default();
    names.extend(alternatives.iter().map(|name| (ConstrainedName::of(&name.value), name.range)));
    names
}

/// §6.1.3 (b), (c): two findings, what is permitted and what is excluded.
pub(super) fn name_constraints(
    member: &Member<'_>,
    subtrees: &[Constraints<'_>],
    budget: &mut Budget,
) -> [Finding; 2] {
    let label = &member.label;
    let whole = Location::Object(member.id);
    let both = |outcome, message: String| {
        [&PERMITTED, &EXCLUDED].map(|rule| Member::finding(rule, outcome, whole, message.clone()))
    };
    if subtrees.is_empty() {
        return both(Outcome::NotApplicable, format!("No certificate above {label} constrains names."));
    }
    let names = names(member.certificate);
    let pairs = subtrees.iter().map(|constraints| constraints.subtrees().saturating_mul(names.len())).sum();
    if !budget.take_names(pairs) {
        let message = format!(
            "{label} has {} names, to be compared with name constraints {pairs} times, which is more than is compared here. \
             Issue it with fewer names.",
            names.len()
        );
        return both(Outcome::Undetermined, message);
    }
    let finding = |rule, refused: Option<Refusal>| match refused {
        Some((name, range, why, is_certain)) => {
            let outcome = if is_certain { Outcome::Fail } else { Outcome::Undetermined };
            let message = format!("{name} of {label} {why}. Take it out, or use a CA that may issue for it.");
            Member::finding(rule, outcome, member.at(range), message)
        }
        None => {
            let message =
                format!("The {} names of {label} keep to the name constraints above it.", names.len());
            Member::finding(rule, Outcome::Pass, whole, message)
        }
    };
    [
        finding(&PERMITTED, subtrees.iter().find_map(|constraints| permitted(constraints, &names))),
        finding(&EXCLUDED, subtrees.iter().find_map(|constraints| excluded(constraints, &names))),
    ]
}

/// The first name that is refused, why, and whether that is certain.
type Refusal = (String, ByteRange, String, bool);

fn bases(list: Option<&[GeneralSubtree]>) -> Vec<Base> {
    list.unwrap_or_default().iter().map(base).collect()
}

/// RFC 5280 §4.2.1.10: minimum is zero and maximum absent; anything else cannot be processed.
fn base(subtree: &GeneralSubtree) -> Base {
    let base = Base::of(&subtree.base.value);
    if subtree.minimum == Some(0) && !subtree.has_maximum { base } else { base.unusable() }
}

fn permitted(constraints: &Constraints<'_>, names: &[(ConstrainedName, ByteRange)]) -> Option<Refusal> {
    let bases = bases(constraints.constraints.permitted.as_deref());
    let label = &constraints.label;
    names.iter().find_map(|(name, range)| {
        let mut same_form = bases.iter().filter(|base| base.form() == name.form()).peekable();
        same_form.peek()?;
        let mut best = Fit::Outside;
        for base in same_form {
            match name.fits(base) {
                Fit::Within => return None,
                Fit::Outside => {}
                other => best = other,
            }
        }
        let (why, is_certain) = match best {
            Fit::Unsupported => (
                format!("has a form that {label} constrains and that is not compared here"),
                constraints.is_critical,
            ),
            Fit::MalformedBase => {
                (format!("cannot be compared, as {label} constrains its form by something malformed"), true)
            }
            Fit::MalformedName => (format!("{}, so it lies in no permitted subtree", shapeless(name)), true),
            Fit::Outside | Fit::Overlaps | Fit::Within => {
                (format!("is outside what {label} permits: {}", listing(&bases, name)), true)
            }
        };
        Some((name.to_string(), *range, why, is_certain))
    })
}

/// Why a name cannot be compared: constraints on URIs are on their hosts (RFC 5280 §4.2.1.10).
fn shapeless(name: &ConstrainedName) -> &'static str {
    match name.form() {
        Form::Uri => "has no host name",
        _ => "is malformed",
    }
}

fn excluded(constraints: &Constraints<'_>, names: &[(ConstrainedName, ByteRange)]) -> Option<Refusal> {
    let bases = bases(constraints.constraints.excluded.as_deref());
    let label = &constraints.label;
    names.iter().find_map(|(name, range)| {
        bases.iter().filter(|base| base.form() == name.form()).find_map(|base| {
            let (why, is_certain) = match name.fits(base) {
                Fit::Outside => return None,
                Fit::Within => (format!("is within {base}, which {label} excludes"), true),
                Fit::Overlaps => (format!("covers {base}, which {label} excludes"), true),
                Fit::MalformedName => {
                    (format!("{}, so it cannot be told from what {label} excludes", shapeless(name)), true)
                }
                Fit::MalformedBase => (
                    format!("cannot be compared, as {label} constrains its form by something malformed"),
                    true,
                ),
                Fit::Unsupported => (
                    format!("has a form that {label} constrains and that is not compared here"),
                    constraints.is_critical,
                ),
            };
            Some((name.to_string(), *range, why, is_certain))
        })
    })
}

/// The subtrees of the form of `name`, up to four.
fn listing(bases: &[Base], name: &ConstrainedName) -> String {
    const MOST: usize = 4;
    let same_form = || bases.iter().filter(|base| base.form() == name.form());
    let mut text = same_form().take(MOST).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let more = same_form().count().saturating_sub(MOST);
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}
