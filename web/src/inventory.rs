//! Every object in one list, of which only the rows in sight are drawn.

use certlens::report::document::{InspectionDocument, ObjectDocument};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::badge;
use crate::page::Page;

/// The height of a row in pixels, as `styles/inventory.css` has it.
const ROW: usize = 44;
/// Rows drawn at once: more than fit on a tall screen.
const DRAWN: usize = 30;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn Inventory(Props { page }: &Props) -> Html {
    let wanted = use_state_eq(String::new);
    let top = use_state_eq(|| 0_usize);
    let spacer = use_node_ref();
    let window = use_node_ref();
    let inspected = page.state.inspected.clone();
    let needle = wanted.to_lowercase();
    let objects = inspected.iter().flat_map(|inspected| &inspected.document.objects);
    let shown: Vec<&ObjectDocument> = objects.filter(|object| matches(object, &needle)).collect();
    let first = (*top).min(shown.len().saturating_sub(DRAWN));
    {
        let (spacer, window) = (spacer.clone(), window.clone());
        use_effect_with((shown.len(), first), move |(count, first)| place(&spacer, &window, *count, *first));
    }
    let Some(inspected) = &inspected else { return Html::default() };
    let document = &inspected.document;

    let oninput = {
        Callback::from(move |event: InputEvent| {
            wanted.set(event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let onscroll = {
        Callback::from(move |event: Event| {
            let scrolled = event.target_unchecked_into::<HtmlElement>().scroll_top();
            // A few rows above the edge, and moved in steps, so that not every pixel draws anew.
            let row = usize::try_from(scrolled).unwrap_or_default() / ROW;
            top.set(row.saturating_sub(8) / 8 * 8);
        })
    };
    html! {
        <section class="inventory" aria-labelledby="inventory-title">
            <header class="section-head">
                <h2 id="inventory-title">{ "Objects" }</h2>
                <label class="filter">
                    <span class="hidden">{ "Filter the objects" }</span>
                    <input type="search" id="filter" placeholder="Filter by name, issuer, key or place" {oninput} />
                </label>
                <span class="count" role="status">{ format!("{} of {}", shown.len(), document.objects.len()) }</span>
            </header>
            <div class="pane" tabindex="0" role="region" aria-label="List of objects" {onscroll}>
                <div class="spacer" ref={spacer}>
                    <ul class="window" ref={window}>
                        { for shown.iter().skip(first).take(DRAWN).map(|object| row(page, document, object)) }
                    </ul>
                </div>
            </div>
        </section>
    }
}

/// The heights are set here because the policy of the page refuses style attributes.
fn place(spacer: &NodeRef, window: &NodeRef, count: usize, first: usize) {
    let set = |node: &NodeRef, property: &str, pixels: usize| {
        let style = node.cast::<HtmlElement>().map(|element| element.style());
        if let Some(Err(error)) = style.map(|style| style.set_property(property, &format!("{pixels}px"))) {
            web_sys::console::error_1(&error);
        }
    };
    set(spacer, "height", count * ROW);
    set(window, "top", first * ROW);
}

fn matches(object: &ObjectDocument, needle: &str) -> bool {
    if needle.is_empty() {
        return true;
    }
    let has = |text: &str| text.to_lowercase().contains(needle);
    has(&object.title)
        || object.key_algorithm.as_deref().is_some_and(has)
        || object.sha256.as_deref().is_some_and(has)
        || object.origins.iter().any(|origin| has(&origin.path) || has(&origin.source))
        || object.certificate.as_ref().is_some_and(|certificate| {
            has(&certificate.subject)
                || has(&certificate.issuer)
                || has(&certificate.serial)
                || has(badge::role(&certificate.role))
                || certificate.subject_alternative_names.iter().any(|name| has(name))
        })
}

fn row(page: &Page, document: &InspectionDocument, object: &ObjectDocument) -> Html {
    let id = object.id;
    let onclick = page.on(move |page, _: MouseEvent| page.show(id));
    let is_chosen = page.state.selection.is_some_and(|selection| selection.object == Some(id));
    let certificate = object.certificate.as_ref();
    let failed = document.findings.iter().filter(|f| f.object == Some(id) && f.outcome == "fail").count();
    let place = object.origins.first().map(|origin| origin.path.clone());
    html! {
        <li key={id}>
            <button type="button" class={classes!("line", is_chosen.then_some("is-chosen"))} aria-pressed={is_chosen.to_string()} {onclick}>
                <span class="number">{ format!("#{id}") }</span>
                <span class="badge kind">{ certificate.map_or_else(|| badge::kind(&object.kind), |c| badge::role(&c.role)) }</span>
                <span class="name">{ certificate.map_or(&object.title, |c| &c.name) }<small>{ place }</small></span>
                if failed > 0 {
                    <span class="badge error">{ format!("{failed} to look at") }</span>
                }
                if let Some(certificate) = certificate {
                    { badge::validity(certificate) }
                }
            </button>
        </li>
    }
}
