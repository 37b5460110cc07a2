using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster.Selectors;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads <c>meta/v1 LabelSelector</c>.</summary>
internal static class LabelSelectorReader
{
    private static readonly FieldTable s_selector = new([1], (1, "matchLabels"), (2, "matchExpressions"));
    private static readonly FieldTable s_requirement = new((1, "key"), (2, "operator"), (3, "values"));

    public static LabelSelectorFacts Read<TReader>(ref TReader reader, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var requirements = ImmutableArray.CreateBuilder<LabelRequirementFacts>();
        var scope = reader.Enter();
        while (reader.Next(s_selector, out var field))
        {
            if (field == 1)
            {
                reader.ReadMapEntry(out var key, out var value);
                requirements.Add(new LabelRequirementFacts(strings.Get(key), "In", [strings.Get(value)]));
            }
            else
            {
                requirements.Add(ReadRequirement(ref reader, strings));
            }
        }

        reader.Leave(scope);
        return new LabelSelectorFacts(requirements.ToImmutable());
    }

    private static LabelRequirementFacts ReadRequirement<TReader>(ref TReader reader, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (key, op) = ("", "");
        var values = ImmutableArray.CreateBuilder<string>();
        var scope = reader.Enter();
        while (reader.Next(s_requirement, out var field))
        {
            var text = strings.Get(reader.ReadUtf8());
            if (field == 1)
                key = text;
            else if (field == 2)
                op = text;
            else
                values.Add(text);
        }

        reader.Leave(scope);
        return new LabelRequirementFacts(key, op, values.ToImmutable());
    }
}
