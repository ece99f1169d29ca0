//! Whether two sides will shake hands: who they are, under what they are judged, and what every stack says.

mod about;
mod chips;
mod cure;
mod ends;
mod grid;
mod sides;
mod terms;
pub(crate) mod verdict;
mod word;

use std::rc::Rc;

use certlens::report::document::FindingDocument;
use yew::prelude::*;

use crate::catalogue::to_rule;
use crate::copy::Copy;
use crate::icon::Drawn;
use crate::page::Page;
use crate::pairing::Paired;
use crate::severity;
use crate::words::words;
use about::About;
use grid::Grid;
use sides::Sides;
use terms::TermsForm;
use word::judging;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

/// A pair that was judged.
#[derive(Properties, PartialEq)]
pub(crate) struct Judged {
    pub(crate) page: Page,
    pub(crate) paired: Rc<Paired>,
}

#[component]
pub(crate) fn PairView(Props { page }: &Props) -> Html {
    let Some(paired) = page.state.paired.clone() else { return Html::default() };
    let document = &paired.document;
    if paired.candidates.is_empty() {
        return html! { <p class="absent">{ words(&document.summary) }</p> };
    }
    html! {
        <div class={classes!("pair", page.state.is_pending().then_some("is-stale"))}>
            <Sides page={page.clone()} paired={paired.clone()} />
            <TermsForm page={page.clone()} paired={paired.clone()} />
            { outcome(page, &paired) }
            { for document.cures.iter().map(|cure| cure::cure(page, cure)) }
            if !document.findings.is_empty() {
                <section class="card" aria-labelledby="refused-title">
                    <h2 id="refused-title">{ "What is refused, and what to change" }</h2>
                    <ul class="findings">{ for document.findings.iter().map(|finding| refused(page, finding)) }</ul>
                </section>
            }
            <About />
        </div>
    }
}

/// The grid of a pair; of one side alone, what a peer may refuse.
fn outcome(page: &Page, paired: &Rc<Paired>) -> Html {
    let title = match judging(&paired.document).as_slice() {
        [] => return Html::default(),
        [_] => "What may a peer refuse here?",
        _ => "Which stacks shake hands",
    };
    html! {
        <section class="card" aria-labelledby="grid-title">
            <h2 id="grid-title">{ title }</h2>
            <Grid page={page.clone()} paired={paired.clone()} />
        </section>
    }
}

fn refused(page: &Page, finding: &FindingDocument) -> Html {
    let (class, icon, word) = severity::of(finding);
    html! {
        <li class={classes!("finding", class)}>
            <p class="finding-head">
                <span class="severity"><Drawn {icon} />{ word }</span>
                <span class="finding-title">{ "Required: " }{ words(&finding.title) }</span>
                { to_rule(&finding.code) }
            </p>
            <div class="copied">
                <p class="place">{ words(&finding.message) }</p>
                <Copy page={page.clone()} what={format!("the finding {}", finding.code)} text={finding.message.clone()} />
            </div>
        </li>
    }
}
