//! What the stacks at the two ends say, word for word.

use std::collections::BTreeMap;

use certlens::peer::Role;
use certlens::report::pair::{PairDocument, StackDocument, VerdictDocument};
use certlens::report::vocabulary::{Moment, StackVerdict};
use yew::prelude::*;

use crate::catalogue::to_rule;
use crate::copy::Copy;
use crate::fact::Fact;
use crate::icon::Drawn;
use crate::page::Page;
use crate::view::pair::word::{by_version, judging, label, of_verdict};
use crate::words::words;

/// What comes of it at the end of `client` and at the end of `server`, as far as there is something to judge there.
pub(super) fn ends(
    page: &Page,
    document: &PairDocument,
    client: &StackDocument,
    server: &StackDocument,
) -> Html {
    let end = |role: &Role| {
        let stack = match role {
            Role::Client => client,
            Role::Server => server,
        };
        html! {
            <section class="end">
                <h3>{ format!("{} as the {}", label(stack), role.name()) }</h3>
                if by_version(stack, *role).is_empty() { <p>{ "It speaks none of the versions of TLS that are allowed." }</p> }
                { for alike(by_version(stack, *role)).iter().map(|versions| said(page, stack, *role, versions)) }
            </section>
        }
    };
    html! { <div class="ends">{ for judging(document).iter().map(end) }</div> }
}

/// The verdicts by version, those together that give the same words.
fn alike(verdicts: &BTreeMap<String, VerdictDocument>) -> Vec<Vec<(&str, &VerdictDocument)>> {
    let mut groups: Vec<Vec<(&str, &VerdictDocument)>> = Vec::new();
    let says_the_same = |verdict: &VerdictDocument, other: &VerdictDocument| {
        (verdict.verdict, &verdict.error, &verdict.codes, &verdict.reason)
            == (other.verdict, &other.error, &other.codes, &other.reason)
    };
    for (version, verdict) in verdicts {
        let version = version.trim_start_matches("tls");
        let same = groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|(_, first)| says_the_same(verdict, first)));
        match same {
            Some(group) => group.push((version, verdict)),
            None => groups.push(vec![(version, verdict)]),
        }
    }
    groups
}

/// What a stack says with some versions, and how each of them ends.
fn said(page: &Page, stack: &StackDocument, role: Role, versions: &[(&str, &VerdictDocument)]) -> Html {
    let Some((_, verdict)) = versions.first() else { return Html::default() };
    let (class, icon, word) = of_verdict(verdict.verdict);
    let whom = match (verdict.verdict, role) {
        (StackVerdict::Accept | StackVerdict::Reject, Role::Client) => " the server",
        (StackVerdict::Accept | StackVerdict::Reject, Role::Server) => " the client",
        _ => "",
    };
    let numbers: Vec<&str> = versions.iter().map(|(version, _)| *version).collect();
    html! {
        <div class="said">
            <p>
                <span class={classes!("state", class)}><Drawn {icon} />{ word }{ whom }</span>{ " " }
                <span class="number">{ format!("TLS {}", numbers.join(" and ")) }</span>
            </p>
            if !verdict.error.is_empty() {
                <div class="copied">
                    <pre class="snippet">{ &verdict.error }</pre>
                    <Copy page={page.clone()} what={format!("the error text of {} as the {}", label(stack), role.name())} text={verdict.error.clone()} />
                </div>
            }
            if !verdict.own_words.is_empty() {
                <p>{ words(&format!("Recorded through Python; OpenSSL itself, in nginx or curl, says `{}`.", verdict.own_words)) }</p>
            }
            if !verdict.reason.is_empty() { <p>{ words(&verdict.reason) }</p> }
            <dl class="facts">
                { for versions.iter().filter_map(|(version, verdict)| ending(version, verdict)) }
                { for verdict.codes.iter().map(|code| cause(page, code)) }
            </dl>
        </div>
    }
}

/// When a refusal comes with a version, and what the other side sees of it.
fn ending(version: &str, verdict: &VerdictDocument) -> Option<Html> {
    let when = match verdict.when {
        Moment::Never => return None,
        Moment::Load => "before any handshake",
        Moment::Read => "after the client's handshake, at its first read",
        Moment::Handshake => "in the handshake",
    };
    Some(html! {
        <Fact label={format!("With TLS {version}")}>
            <span>{ when }</span>
            if !verdict.peer_sees.is_empty() {
                <span>{ "the other side, if it is Go, sees " }<code>{ &verdict.peer_sees }</code></span>
            }
        </Fact>
    })
}

/// The rule that does not hold, and what to change.
fn cause(page: &Page, code: &str) -> Html {
    let Some(rule) = certlens::rule(code) else { return Html::default() };
    html! {
        <>
            <Fact label="Required">{ rule.title }{ " " }{ to_rule(code) }</Fact>
            <Fact label="To change">
                <span>{ words(rule.remedy) }</span>
                <Copy page={page.clone()} what={format!("what to change for {code}")} text={rule.remedy} />
            </Fact>
        </>
    }
}
