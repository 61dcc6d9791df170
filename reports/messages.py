"""Every text that a report says by itself, by its key: the English catalogue.

Another language is another mapping with the same keys. Names between braces are filled in, already
made safe for the format. The words of rules are not here: each rule's docstring is its English
page, and a result carries what the rules said.
"""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    # Verdict
    "title.fix": "Fix needed",
    "title.wait": "Wait: not visible everywhere yet",
    "title.unknown": "Could not tell",
    "title.ready": "Nothing to fix",
    "title.ready-for-verify": "Ready for verify",
    "subject": "DNS check of {subject}",
    "footer": (
        "Made by {tool}. This file asks nothing of any server; it holds the whole result, which "
        "<code>senderlint render</code> reads back."
    ),
    # What to do now
    "do.title": "Do this now",
    "do.title-other": "What to do now",
    "do.who": "For whoever manages the DNS of {zone}{host}.",
    "do.at-host": ", which is at {label} by its name servers",
    "do.step": "Step {number}",
    "do.see-below": "See the findings below.",
    "do.again": "Then check again. Call verify when the answer is “ready”.",
    "do.caches": "Resolvers that have asked before may keep the old answer for {time} longer.",
    "do.ready": "Call the provider’s verify; it should answer “verified”.",
    "do.ready-plain": "Nothing has to be fixed.",
    "do.later": "Look at the findings below when there is time.",
    "do.wait-at": (
        "Change nothing; check again at {time}, and call verify when the answer is “ready”."
    ),
    "do.wait": "Change nothing; check again later, and call verify when the answer is “ready”.",
    "do.unknown": "Check again where these questions can be answered.",
    "do.open": "Open: {questions}.",
    "do.open-more": "{questions} and {count} more",
    "do.more.one": "1 more finding below.",
    "do.more.many": "{count} more findings below.",
    # Statuses
    "status.caption": "What verify would say now",
    "status.check": "Check",
    "status.predicted": "Verify would say",
    "status.reported": "Provider last said",
    "status.none": "nothing was asked for",
    "status.domain": "Domain",
    "status.spf": "SPF",
    "status.dkim": "DKIM",
    "status.dmarc": "DMARC",
    "status.return-path": "Return path",
    # Overview
    "overview.title": "All domains",
    "overview.domain": "Domain",
    "overview.verdict": "Verdict",
    "overview.findings": "Findings",
    "overview.no-findings": "none",
    # One domain
    "domain.by": "asked for by {provider}",
    "domain.zone": "zone {zone}",
    "domain.host": "DNS at {label}",
    "domain.again": "try again at {time}",
    "domain.findings": "Findings",
    "domain.clean": "Nothing was found.",
    "domain.others": "Other findings",
    "domain.open": "Could not tell",
    "domain.not-checked": "not checked: {rules}",
    # Expected records
    "records.caption": "Expected records",
    "records.status": "Status",
    "records.record": "Record",
    "records.expected": "Expected value",
    "records.found": "Found",
    "records.findings": "Findings",
    "records.no-findings": "none",
    "records.optional": "optional",
    "records.priority": "priority {priority}",
    "records.differs": "differs from character {at} on",
    # Changes
    "change.add": "Add this record",
    "change.replace": "Change this record",
    "change.delete": "Delete this record",
    "change.type": "Type",
    "change.name": "Name",
    "change.value": "Value",
    "change.new-value": "New value",
    "change.old-value": "Value now",
    "change.priority": "Priority",
    "change.ttl": "TTL",
    "change.seconds": "{seconds} seconds",
    "change.empty": "leave this field empty",
    "change.full-name": "full name: {name}",
    "change.field": "in the field “{field}”",
    "change.as-zone": "The same as zone-file lines{scope}",
    "change.as-terraform": "The same as Terraform ({provider})",
    "change.as-octodns": "The same as octoDNS",
    "change.whole-set": (
        "This sets all {type} records of the name: keep the values beside it that you still need."
    ),
    "change.copy": "Copy",
    "change.the-name": "the name",
    "change.the-value": "the value",
    "change.the-priority": "the priority",
    "change.the-line": "the line",
    "change.the-code": "the code",
    "change.unseen": "has characters that cannot be seen",
    # Hints about panels
    "panel.apex-unknown": "“@” is the domain itself; some panels want this field left empty",
    "panel.doubled": "if your panel shows the domain twice afterwards, the name was typed too long",
    "panel.dot-needed": "with the final dot: this panel adds the domain to a target without one",
    "panel.dot-unknown": "if your panel shows your domain behind it afterwards, add a final dot",
    "panel.quotes-typed": "with the quotes, as this panel wants them",
    "panel.quotes-none": "without quotes",
    "panel.too-long": "longer than the {limit} characters that this panel is known to take",
    "panel.ttl-floor": "this panel takes {seconds} seconds or more",
    "panel.priority-inside": "priority, blank, host: this panel has one field for both",
    # Findings
    "finding.why": "Why it matters",
    "finding.fix": "How to fix it",
    "finding.source": "Source line",
    "finding.place": "Place",
    "finding.record": "Record",
    "finding.expected": "Expected",
    "finding.seen-at": "Seen at",
    "finding.affects": "Affects",
    "finding.delivery-only": "delivery only; verify does not look at this",
    "finding.verify-only": "verify only; receivers of mail do not look at this",
    "finding.certainty": "Certainty",
    "finding.inconclusive": "not certain; what could not be asked may change this",
    "finding.see": "See",
    # Who sees what
    "matrix.title": "Who sees which record",
    "matrix.caption": "What each server says about each expected record",
    "matrix.server": "Server",
    "matrix.authority": "Name servers of the zone",
    "matrix.resolver": "Resolvers",
    "matrix.other": "Other places",
    "matrix.match": "right",
    "matrix.old": "old value",
    "matrix.none": "none",
    "matrix.error": "error",
    "matrix.unavailable": "no answer",
    "matrix.unasked": "not asked",
    "matrix.for": "for {time}",
    "time.title": "When the last cache forgets",
    "time.caption": "What each server still remembers, and for how long",
    "time.record": "Record",
    "time.remembers": "Remembers",
    "time.left": "Longest time left",
    "time.until": "Until (UTC)",
    "time.picture": "For how long each server may keep an outdated answer",
    # SPF
    "spf.title": "SPF of {name}",
    "spf.caption": "Terms in the order in which receivers read them",
    "spf.count": "{lookups} of 10 look-ups, {voids} of 2 that find nothing",
    "spf.count-least": "at least {lookups} of 10 look-ups, {voids} of 2 that find nothing",
    "spf.picture": "Running number of look-ups after each term; receivers stop after 10",
    "spf.limit": "limit 10",
    "spf.term": "Term",
    "spf.running": "Look-ups so far",
    "spf.voids": "Found nothing so far",
    "spf.outcome": "Result",
    "spf.more": "{count} more terms are in the embedded result.",
    # DMARC
    "dmarc.title": "DMARC of {name}",
    "dmarc.applies": "The record at {name} applies: its policy for this domain is {policy}.",
    "dmarc.none": "No DMARC record applies to this domain.",
    "dmarc.unknown": "Which record applies is not known: a name could not be asked.",
    "dmarc.differ": (
        "Receivers that follow the tree take {walked} for the organisation’s domain, receivers "
        "with a list of public suffixes take {listed}."
    ),
    "dmarc.caption": "Names that receivers ask, in this order",
    "dmarc.picture": "The names that receivers ask for the policy, from the domain upwards",
    "dmarc.name": "Name",
    "dmarc.answer": "Answer",
    "dmarc.record": "Record",
    "dmarc.outcome.record": "a record",
    "dmarc.outcome.nothing": "no record",
    "dmarc.outcome.several": "several records, which cancel each other",
    "dmarc.outcome.unusable": "a record that receivers cannot use",
    "dmarc.outcome.unknown": "not known",
    "dmarc.here": "applies",
    # Delegation and aliases
    "chain.title": "How the zone is found",
    "chain.picture": "From the parent zone to the name servers of the zone",
    "chain.caption": "Name servers of {zone}",
    "chain.server": "Name server",
    "chain.addresses": "Addresses",
    "chain.at-parent": "In the parent zone",
    "chain.at-child": "In the zone itself",
    "chain.works": "Answers",
    "chain.parent": "parent zone {parent}",
    "chain.parent-unknown": "parent zone: not asked",
    "chain.broken": "broken",
    "chain.yes": "yes",
    "chain.no": "no",
    "chain.unknown": "not asked",
    "chain.signed": "The parent zone holds a DS record: the zone must be signed (DNSSEC).",
    "alias.title": "Where aliases lead",
    "alias.picture": "The alias {name} step by step",
    "alias.caption": "Aliases and what stands at their end",
    "alias.name": "Name",
    "alias.leads": "Leads to",
    "alias.end": "At the end",
    "alias.alias-to": "alias to",
    "alias.found.one": "1 {type} record",
    "alias.found.many": "{count} {type} records",
    # Evidence
    "evidence.title.one": "Raw evidence: 1 answer",
    "evidence.title.many": "Raw evidence: {count} answers",
    "evidence.label": "Raw evidence",
    "evidence.caption": "What DNS answered",
    "evidence.asked": "Asked",
    "evidence.seen-at": "Seen at",
    "evidence.answer": "Answer",
    "evidence.records": "Records",
    "evidence.keeps": "Keeps (seconds)",
    "evidence.details": "Details",
    "evidence.alias": "alias: {step}",
    "evidence.flags": "flags: {flags}",
    "evidence.error": "error: {error}",
    "evidence.more": "{count} more are in the embedded result.",
}


def say(key: str, **values: object) -> str:
    """The text with this key, its names filled in; KeyError where there is none."""
    return ENGLISH[key].format(**values)


def counted(key: str, count: int, **values: object) -> str:
    """The text for one or for many."""
    return say(f"{key}.{'one' if count == 1 else 'many'}", count=count, **values)
