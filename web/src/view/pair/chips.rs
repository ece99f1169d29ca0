//! One chip for each stack; the one that is chosen opens what it says.

use certlens::report::pair::StackDocument;
use yew::prelude::*;

use crate::icon::Drawn;
use crate::view::pair::Judged;
use crate::view::pair::ends::ends;
use crate::view::pair::word::{judging, label, of_stack};

#[component]
pub(crate) fn Chips(Judged { page, paired }: &Judged) -> Html {
    let open = page.state.wanted.stack.clone();
    let document = &paired.document;
    let roles = judging(document);
    if roles.is_empty() {
        return Html::default();
    }
    let chosen = document.stacks.iter().find(|stack| open.as_deref() == Some(stack.stack.as_str()));
    // Two of one name are told apart by their versions.
    let has_twin =
        |stack: &StackDocument| document.stacks.iter().filter(|other| other.name == stack.name).count() > 1;
    let chip = |stack: &StackDocument| {
        let (class, icon, word) = of_stack(stack, &roles);
        let is_open = open.as_deref() == Some(stack.stack.as_str());
        let next = (!is_open).then(|| stack.stack.clone());
        let onclick = page.on(move |page, _: MouseEvent| page.want(|wanted| wanted.stack = next.clone()));
        html! {
            <li key={stack.stack.clone()}>
                <button type="button" class={classes!("stack", class)} aria-expanded={is_open.to_string()} title={label(stack)} {onclick}>
                    <Drawn {icon} /><b>{ if has_twin(stack) { label(stack) } else { stack.name.clone() } }</b>{ " " }<span>{ word }</span>
                </button>
            </li>
        }
    };
    html! {
        <>
            <ul class="stacks" aria-label="What every stack makes of it">{ for document.stacks.iter().map(chip) }</ul>
            if let Some(stack) = chosen {
                <section class="card" aria-label={format!("What {} says", label(stack))}>
                    { ends(page, document, stack, stack) }
                </section>
            }
        </>
    }
}
