using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath;
using Scanner.Policies.JmesPath.Functions;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Kyverno.Patterns;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>Damaged expressions, patterns and policies never crash or hang; the seeds are constant.</summary>
public sealed class DamagedPolicyTests
{
    private const int Expressions = 9_000;
    private const int Patterns = 9_000;
    private const int Policies = 2_000;
    private const string Inserted = "()[]{}|&!*?.,:'`\"@<>=-0a \\\ud800";

    private static readonly string[] s_expressions =
    [
        "request.object.spec.[ephemeralContainers, initContainers, containers][] | [?securityContext.privileged == `true`] | length(@)",
        "items(@, 'k', 'v')[?k == 'a' && v != `1`].{x: v, \"y\": k}", "sort_by(list, &a)[::-1] || not_null(a, b.c[0:2])", "regex_replace_all('(a|b)+', 'aabb', '${1}x')",
        "add('1Mi', '2h') || divide(`1`, `0`) || semver_compare('1.2.3', '>=1.x')", "time_add('2023-01-12T12:37:56Z', '1h') | to_upper(@)", "a.*.b[*].c[].d",
    ];

    private static readonly string[] s_patterns =
        ["10-20", "1Gi!-2Gi", ">=5 & <10 | 20", "!*:latest", "?*", "*", "<=100m", "> 1h", "a|b|!c", "=(x)", "-5--1", "!-"];

    [Fact]
    public void Expression_Damaged()
    {
        var random = new Random(7);
        var data = CelTable.Of(("a", CelInt.Of(1)), ("list", CelList.OfStrings(["b", "a"])), ("u", CelUnknown.Of("u")));
        for (var i = 0; i < Expressions; i++)
            _ = JmesExpression.Compile(Damage(s_expressions[i % s_expressions.Length], random), JmesFunctions.Kyverno).Expression?.Evaluate(data);
    }

    [Fact]
    public void Pattern_Damaged()
    {
        var random = new Random(11);
        CelValue[] values = [CelInt.Of(5), new CelString("1Gi"), CelNull.Value, CelBool.True, new CelDouble(1.5), CelList.OfStrings(["a"]), CelTable.Empty];
        for (var i = 0; i < Patterns; i++)
        {
            var pattern = CelTable.Of((Damage("=(a)", random), new CelString(Damage(s_patterns[i % s_patterns.Length], random))), (Damage("^(b)", random), new CelList([CelTable.Empty])));
            _ = PatternMatcher.Match(CelTable.Of(("a", values[i % values.Length]), ("b", values[(i / 7) % values.Length])), pattern);
        }
    }

    [Fact]
    public void Policy_Damaged()
    {
        var random = new Random(13);
        var items = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("policies", "kyverno.json")))!["items"]!.AsArray();
        var (request, _) = RecordedCluster.Read("ky-covers", "privileged");
        for (var i = 0; i < Policies; i++)
        {
            var policy = items[i % items.Count]!.DeepClone();
            Break(policy, random);
            using var document = JsonDocument.Parse(policy.ToJsonString());
            var objects = new PolicyObjects([document.RootElement], (_, _) => false);
            foreach (var compiled in KyvernoEngine.Compile(objects, 36))
                Assert.NotEmpty(compiled.Decide(request));
        }
    }

    private static string Damage(string text, Random random)
    {
        var damaged = new StringBuilder(text);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(damaged.Length + 1);
            if (at < damaged.Length && random.Next(2) == 0)
                damaged.Remove(at, Math.Min(random.Next(1, 4), damaged.Length - at));
            else
                damaged.Insert(at, Inserted[random.Next(Inserted.Length)]);
        }

        return damaged.ToString();
    }

    /// <summary>Puts another value somewhere, or takes one away.</summary>
    private static void Break(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject map when map.Count > 0:
                var key = map.Select(e => e.Key).ElementAt(random.Next(map.Count));
                if (map[key] is JsonObject or JsonArray && random.Next(5) > 0)
                    Break(map[key]!, random);
                else
                    map[key] = Other(random);
                break;
            case JsonArray list when list.Count > 0:
                var at = random.Next(list.Count);
                if (list[at] is JsonObject or JsonArray && random.Next(5) > 0)
                    Break(list[at]!, random);
                else
                    list[at] = Other(random);
                break;
        }
    }

    private static JsonNode? Other(Random random) => random.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(-5, 5)),
        2 => JsonValue.Create("{{ request.object.spec.containers[" + random.Next(3) + "].name }}"),
        3 => new JsonArray(JsonValue.Create("x"), new JsonObject()),
        4 => new JsonObject { ["any"] = new JsonArray(new JsonObject { ["key"] = "{{", ["operator"] = "AnyIn" }) },
        5 => JsonValue.Create("$(./../x) \\{{ a }} {{ {{ b }} }}"),
        6 => JsonValue.Create(true),
        _ => JsonValue.Create("*"),
    };
}
