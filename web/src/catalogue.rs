//! Every rule, in a dialog that the fragment of the address opens: `#rules`, or `#rule-CODE` for one of them.

use certlens::rule::Rule;
use certlens::sort;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use crate::words::words;

const ALL: &str = "#rules";
const ONE: &str = "#rule-";

/// The code of a rule as a way to what there is to say of it.
pub(crate) fn to_rule(code: &str) -> Html {
    html! { <a class="rule" href={format!("{ONE}{code}")}><code>{ code.to_owned() }</code></a> }
}

/// What the fragment asks for: nothing, every rule (an empty code), or one.
fn asked() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    let code = hash.strip_prefix(ONE).or_else(|| hash.strip_prefix(ALL))?;
    Some(code.to_owned())
}

/// Takes the fragment away without moving the page, as following a link would.
fn leave() {
    let Some(window) = web_sys::window() else { return };
    let replaced = window.history().and_then(|history| {
        let location = window.location();
        let url = format!("{}{}", location.pathname()?, location.search()?);
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    });
    if let Err(error) = replaced {
        web_sys::console::error_1(&error);
    }
}

/// The dialog; its content is made only while it is open.
#[component]
pub(crate) fn Catalogue() -> Html {
    let code = use_state_eq(asked);
    let dialog = use_node_ref();
    {
        let code = code.clone();
        use_effect_with((), move |()| {
            let told = Closure::<dyn Fn()>::new(move || code.set(asked()));
            if let Some(window) = web_sys::window() {
                window.set_onhashchange(Some(told.as_ref().unchecked_ref()));
            }
            // The address is watched for as long as the page stands.
            told.forget();
        });
    }
    {
        let dialog = dialog.clone();
        use_effect_with((*code).clone(), move |code| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                show(&dialog, code.as_deref());
            }
        });
    }
    let onclose = {
        let code = code.clone();
        Callback::from(move |_: Event| {
            leave();
            code.set(None);
        })
    };
    html! {
        <dialog class="catalogue" ref={dialog} aria-labelledby="rules-title" {onclose}>
            if let Some(code) = (*code).clone() {
                <Rules {code} />
            }
        </dialog>
    }
}

/// Opens the dialog at a rule, or closes it.
fn show(dialog: &HtmlDialogElement, code: Option<&str>) {
    match code {
        None => dialog.close(),
        Some(code) => {
            if !dialog.open()
                && let Err(error) = dialog.show_modal()
            {
                web_sys::console::error_1(&error);
            }
            let document = web_sys::window().and_then(|window| window.document());
            if let Some(rule) =
                document.and_then(|document| document.get_element_by_id(&format!("rule-{code}")))
            {
                rule.scroll_into_view();
            }
        }
    }
}

#[derive(Properties, PartialEq)]
struct Props {
    /// The rule that is shown in full; none of them where it is empty.
    code: String,
}

#[component]
fn Rules(Props { code }: &Props) -> Html {
    let wanted = use_state_eq(String::new);
    let needle = wanted.to_lowercase();
    let is_wanted = |rule: &&Rule| {
        let texts = [rule.code, rule.title, rule.explanation, rule.remedy];
        rule.code == code || texts.iter().any(|text| text.to_lowercase().contains(&needle))
    };
    let mut rules: Vec<&Rule> = certlens::rules().filter(is_wanted).collect();
    sort::by_key(&mut rules, |rule| rule.code);
    let oninput = Callback::from(move |event: InputEvent| {
        wanted.set(event.target_unchecked_into::<HtmlInputElement>().value());
    });
    html! {
        <>
            <header class="section-head">
                <h2 id="rules-title">{ "Rules" }</h2>
                <label class="filter">
                    <span class="hidden">{ "Search the rules" }</span>
                    <input type="search" placeholder="Search by code or words" {oninput} />
                </label>
                <span class="count" role="status">{ count(rules.len()) }</span>
                <form method="dialog"><button class="button">{ "Close" }</button></form>
            </header>
            if !code.is_empty() && certlens::rule(code).is_none() {
                <p class="absent">{ words(&format!("There is no rule `{code}`. These are all there are.")) }</p>
            }
            <div class="rules" tabindex="0" role="region" aria-label="List of rules">
                <ul>{ for rules.into_iter().map(|rule| one(rule, rule.code == code)) }</ul>
            </div>
        </>
    }
}

fn count(rules: usize) -> String {
    if rules == 1 { "1 rule".to_owned() } else { format!("{rules} rules") }
}

fn one(rule: &'static Rule, is_shown: bool) -> Html {
    html! {
        <li key={rule.code} id={format!("rule-{}", rule.code)} class={is_shown.then_some("is-chosen")}>
            <a class="rule" href={format!("{ONE}{}", rule.code)} aria-current={is_shown.then_some("true")}><code>{ rule.code }</code></a>
            { " " }<span>{ words(rule.title) }</span>
            if is_shown {
                <p class="absent">{ format!("{}, {}, {}", rule.kind.name(), rule.severity.name(), rule.citation) }</p>
                <p>{ words(rule.explanation) }</p>
                <p>{ words(rule.remedy) }</p>
            }
        </li>
    }
}
