using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Rego;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Gatekeeper;

/// <summary>A template in Rego: its rule <c>violation</c> is asked for each constraint. Source: frameworks/constraint/pkg/client/drivers/rego.</summary>
internal sealed class RegoTemplate : ITemplateProgram
{
    private const string Rule = "violation";

    private readonly RegoProgram _program;
    private readonly string[] _path;

    private RegoTemplate(RegoProgram program, IEnumerable<string> code)
    {
        (_program, _path) = (program, [.. program.Package, Rule]);
        Reads = code.Aggregate(default(MetadataReads), (reads, text) => reads | ReadsOf(text));
    }

    public MetadataReads Reads { get; }

    /// <param name="source">With <c>rego</c>, and perhaps <c>libs</c> and <c>version</c>.</param>
    public static (ITemplateProgram? Program, string? Error) Compile(JsonElement source)
    {
        var dialect = MatchReader.Text(source, "version") == "v1" ? RegoDialect.V1 : RegoDialect.V0;
        string[] code = [MatchReader.Text(source, "rego"), .. MatchReader.Texts(source, "libs")];
        var compiled = RegoProgram.Compile([.. code.Select(c => new RegoSource(c, dialect))]);
        if (compiled.Program is not { } program)
            return (null, compiled.Error);
        // Gatekeeper refuses a template that reads anything else.
        if (program.DataNames.FirstOrDefault(n => n is not ("lib" or "inventory")) is { } other)
            return (null, other == "input" ? "it imports input" : $"it refers to data.{(other.Length > 0 ? other : "[…]")}, and may only to data.lib and data.inventory");
        var template = new RegoTemplate(program, code);
        return program.HasRule(template._path) ? (template, null) : (null, $"it has no rule {Rule}");
    }

    public ImmutableArray<PolicyDecision> Evaluate(Constraint constraint, Review review)
    {
        var parameters = constraint.Parameters is { } given ? RegoJson.From(given) : RegoObject.Empty;
        var input = RegoObject.Of(("parameters", parameters), ("review", review.Document));
        var result = _program.Evaluate(_path, input, RegoObject.Of(("inventory", review.Inventory)));
        if (result.Error is { } error)
            return [result.IsLimit ? new PolicyDecision.Unknown([$"an evaluation that takes too long: {error}"]) : new PolicyDecision.Failed(error, IsDenied: true)];
        return result.Value switch
        {
            null => [],
            RegoUnknown unknown => [new PolicyDecision.Unknown(unknown.What)],
            RegoSet set => Decisions(set.Items.ToArray(), set.Rest),
            RegoObject table => Decisions(table.Keys.ToArray(), table.Rest),
            var other => Decisions(new Members(other) is { IsCollection: true } members ? [.. Enumerable.Range(0, members.Count).Select(i => members[i].Key)] : [], null),
        };
    }

    /// <summary>The library hands the request to a function of its own that looks at the operation alone.</summary>
    private static MetadataReads ReadsOf(string code)
    {
        var text = code.Replace("is_update(input.review)", "", StringComparison.Ordinal).Replace("is_update(review)", "", StringComparison.Ordinal);
        return MetadataReads.Of(text, "input") | MetadataReads.Of(text, "review");
    }

    /// <summary>In the order in which Gatekeeper lists them: by details, then by message.</summary>
    private static ImmutableArray<PolicyDecision> Decisions(RegoValue[] violations, RegoUnknown? rest)
    {
        var found = violations.OfType<RegoObject>().Where(v => v.Find("msg") is not null)
            .OrderBy(v => v.Find("details") ?? RegoObject.Empty, Ordering.Instance).ThenBy(v => v.Find("msg")!, Ordering.Instance)
            .Select(v => (PolicyDecision)new PolicyDecision.Denied(v.Find("msg") is RegoString text ? text.Value : v.Find("msg")!.ToString()));
        return [.. found.Distinct(), .. rest is null ? (PolicyDecision[])[] : [new PolicyDecision.Unknown(rest.What)]];
    }
}
