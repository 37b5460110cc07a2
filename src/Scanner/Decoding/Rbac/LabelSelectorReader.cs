using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster.Selectors;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads <c>meta/v1 LabelSelector</c>.</summary>
internal static class LabelSelectorReader
{
    private static readonly Fields<SelectorField> s_selector = new(SelectorField.MatchLabels);
    private static readonly Fields<RequirementField> s_requirement = new();

    private enum SelectorField
    {
        MatchLabels = 1,
        MatchExpressions = 2,
    }

    private enum RequirementField
    {
        Key = 1,
        Operator = 2,
        Values = 3,
    }

    public static LabelSelectorFacts Read<TReader>(ref TReader reader, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var requirements = ImmutableArray.CreateBuilder<LabelRequirementFacts>();
        var scope = reader.Enter();
        while (reader.Next(s_selector, out var field))
        {
            switch (field)
            {
                case SelectorField.MatchLabels:
                    reader.ReadMapEntry(out var key, out var value);
                    requirements.Add(new LabelRequirementFacts(strings.Get(key), "In", [strings.Get(value)]));
                    break;
                case SelectorField.MatchExpressions:
                    requirements.Add(ReadRequirement(ref reader, strings));
                    break;
                default:
                    throw FieldTable.Unread(field);
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
            switch (field)
            {
                case RequirementField.Key:
                    key = text;
                    break;
                case RequirementField.Operator:
                    op = text;
                    break;
                case RequirementField.Values:
                    values.Add(text);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new LabelRequirementFacts(key, op, values.ToImmutable());
    }
}
