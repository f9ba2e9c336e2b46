package api

import (
	"maps"

	"stele/data"
	"stele/data/atlas"
	"stele/data/vocab"
)

// describeEvidence adds the paths of claims, figures, agents and changes.
func describeEvidence(a *atlas.Atlas, paths, parameters, schemas object) {
	maps.Copy(parameters, evidenceParameters(a))
	maps.Copy(schemas, evidenceSchemas())
	paths["/agents"] = operation("agents", "sources", "Who asserts", ok(typeJSON, "Agents"), "f")
	paths["/agents/{agentId}"] = operation("agent", "sources", "One person or body who asserts", ok(typeJSON, "Agent"), "agentId", "f")
	paths["/claims"] = operation("claims", "evidence", "Claims by subject, property and ID, by page", ok(typeJSON, "Claims"), "subject", "property", "source", "assertedBy", "limit", "next", "f")
	paths["/claims/{claimId}"] = operation("claim", "evidence", "One claim", ok(typeJSON, "Claim"), "claimId", "f")
	paths["/figures"] = operation("figures", "evidence", "Figures by scope, measure and ID, by page", ok(typeJSON, "Figures"), "scope", "measure", "source", "collection", "limit", "next", "f")
	paths["/figures/{figureId}"] = operation("figure", "evidence", "One figure", ok(typeJSON, "Figure"), "figureId", "f")
	paths["/figures/ranges"] = operation("ranges", "evidence", "Figures by source, side by side, for charts", ok(typeJSON, "Ranges"), "scope", "measure", "collection", "limit", "next", "f")
	sum := operation("sum", "evidence", "The sum of one measure over scopes that do not nest or overlap", ok(typeJSON, "Sum"), "sumMeasure", "scopes", "source", "f")
	sum["get"].(object)["responses"].(object)["422"] = ref("responses", "NotAdded")
	paths["/figures/sum"] = sum
	paths["/changes"] = operation("changes", "data", "What became different from release to release, by page", ok(typeJSON, "Changes"), "since", "limit", "next", "f")
}

// evidenceParameters: the examples of a sum are of the release, so that they
// give one.
func evidenceParameters(a *atlas.Atlas) object {
	text := object{"type": "string"}
	var collections []string
	for _, c := range data.Collections() {
		collections = append(collections, c.ID)
	}
	measure := object{"type": "string", "enum": vocab.Codes("measure")}
	sumMeasure := queryParameter("measure", "What is counted.", measure)
	scopes := queryParameter("scope", "The records over which to add: "+scopesForm+".", text)
	sumMeasure["required"], scopes["required"] = true, true
	sumMeasure["example"], scopes["example"] = "killed", "villages/"
	for _, f := range a.Figures(atlas.FigureQuery{Limit: 1}).Items {
		sumMeasure["example"], scopes["example"] = f.Measure, f.Scope.Collection+"/"+f.Scope.ID
	}
	return object{
		"subject":    queryParameter("subject", "Only claims about this record: "+refForm+".", text),
		"property":   queryParameter("property", "Only claims of this property.", text),
		"source":     queryParameter("source", "Only what is said in this source, by its ID.", text),
		"assertedBy": queryParameter("asserted_by", "Only what this agent asserts, by its ID.", text),
		"scope":      queryParameter("scope", "Only figures about this record: "+refForm+".", text),
		"measure":    queryParameter("measure", "Only figures of this measure.", measure),
		"collection": queryParameter("collection", "Only figures about records of this collection.", object{"type": "string", "enum": collections}),
		"since":      queryParameter("since", "Only changes since then: "+sinceForm+".", text),
		"sumMeasure": sumMeasure,
		"scopes":     scopes,
		"agentId":    pathParameter("agentId", "ID of an agent"),
		"claimId":    pathParameter("claimId", "ID of a claim"),
		"figureId":   pathParameter("figureId", "ID of a figure"),
	}
}

// evidenceSchemas are the shapes of the answers about claims, figures, agents
// and changes.
func evidenceSchemas() object {
	text, whole, yes := object{"type": "string"}, object{"type": "integer"}, object{"type": "boolean"}
	nullable, number := object{"type": "string", "nullable": true}, object{"type": "integer", "nullable": true}
	texts, anything := object{"type": "array", "items": text}, object{"description": "Any JSON value"}
	subject := object{"type": "object", "required": []string{"collection", "id", "name"}, "properties": object{"collection": text, "id": text, "name": nullable}}
	list := func(name, of string, more object) object {
		properties := object{name: listOf(of), "numberMatched": whole, "numberReturned": whole, "links": listOf("Link")}
		maps.Copy(properties, more)
		return shape([]string{name, "numberMatched", "links"}, properties)
	}
	assertion := func(required []string, properties object) object {
		maps.Copy(properties, object{
			"id": text, "when": nullable, "when_role": nullable, "asserted_by": nullable, "agent_name": nullable, "source": nullable, "source_title": nullable,
			"via": texts, "locator": object{"type": "object", "nullable": true}, "rank": nullable, "disputes": texts, "supports": texts,
			"perspective": nullable, "note": nullable, "recorded_at": nullable, "recorded_by": nullable, "version": number, "supersedes": number,
			"contested": yes, "rivals": whole, "rivals_at": text, "links": listOf("Link"),
		})
		return shape(append(required, "id", "asserted_by", "source", "rank", "contested", "rivals", "rivals_at"), properties)
	}
	counted := func(more object) object {
		maps.Copy(more, object{"measure": text, "low": number, "best": number, "high": number})
		return more
	}
	return object{
		"Agents":  list("agents", "Agent", nil),
		"Agent":   shape([]string{"id", "name", "kind"}, object{"id": text, "name": text, "kind": text, "note": nullable, "links": listOf("Link")}),
		"Claims":  list("claims", "Claim", nil),
		"Claim":   assertion([]string{"subject", "property", "value", "is_shown"}, object{"subject": subject, "property": text, "value": anything, "is_shown": yes}),
		"Figures": list("figures", "Figure", nil),
		"Figure":  assertion([]string{"scope", "measure", "word"}, counted(object{"scope": subject, "comparator": nullable, "word": nullable})),
		"Ranges":  list("groups", "RangeGroup", nil),
		"RangeGroup": shape([]string{"scope", "measure", "min", "max", "ranges"}, object{
			"scope": subject, "measure": text, "contested": yes, "min": number, "max": number, "ranges": listOf("Range"),
		}),
		"Range": shape([]string{"figure", "source", "agent_name", "low", "best", "high", "open_low", "open_high", "positioned", "word"}, object{
			"figure": text, "source": text, "source_title": nullable, "agent": text, "agent_name": nullable,
			"low": number, "best": number, "high": number, "open_low": yes, "open_high": yes, "positioned": yes,
			"word": nullable, "comparator": nullable, "when": nullable, "rank": nullable, "contested": yes, "disputes": texts,
		}),
		"Sum": shape([]string{"measure", "low", "best", "high", "addends"}, counted(object{
			"contested": yes, "addends": listOf("Figure"), "links": listOf("Link"),
		})),
		"History": shape([]string{"subject", "versions"}, object{
			"subject": ref("schemas", "Subject"), "versions": listOf("PublicVersion"), "links": listOf("Link"),
		}),
		"PublicVersion": shape([]string{"version", "day", "reason", "changed"}, object{
			"version": whole, "day": text, "reason": nullable, "changed": object{"type": "object", "nullable": true, "additionalProperties": true},
		}),
		"Changes": list("changes", "Change", object{"data_version": text, "published_on": text, "complete": yes, "editions": listOf("Edition")}),
		"Change": shape([]string{"kind", "id", "published_on"}, object{
			"kind": object{"type": "string", "enum": []string{"added", "changed", "withdrawn", "coarser", "finer"}},
			"id":   text, "published_on": text, "collection": text, "from": text, "to": text,
		}),
		"Edition": shape([]string{"data_version", "published_on", "changes", "listed"}, object{
			"data_version": text, "published_on": text, "changes": whole, "listed": yes,
		}),
	}
}
