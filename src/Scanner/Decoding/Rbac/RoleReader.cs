using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster.Selectors;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads <c>rbac/v1 Role</c> and <c>ClusterRole</c>; keeps the rules that matter. Shares strings, so it serves one list at a time.</summary>
internal sealed class RoleReader : IObjectReader<RoleFacts>
{
    private static readonly FieldTable s_role = new((1, "metadata"), (2, "rules"), (3, "aggregationRule"));
    private static readonly FieldTable s_rule = new((1, "verbs"), (2, "apiGroups"), (3, "resources"), (4, "resourceNames"));
    private static readonly FieldTable s_aggregation = new((1, "clusterRoleSelectors"));

    private readonly StringPool _strings = new();
    private readonly List<string>[] _lists = [[], [], [], []];

    public RoleFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var metadata = new MetadataFacts("", null, ImmutableSortedDictionary<string, string>.Empty);
        var rules = ImmutableArray.CreateBuilder<PolicyRuleFacts>();
        ImmutableArray<LabelSelectorFacts> selectors = [];
        var scope = reader.Enter();
        while (reader.Next(s_role, out var field))
        {
            switch (field)
            {
                case 1:
                    metadata = MetadataReader.Read(ref reader, _strings);
                    break;
                case 2:
                    if (ReadRule(ref reader) is { } rule)
                        rules.Add(rule);
                    break;
                default:
                    selectors = ReadAggregation(ref reader);
                    break;
            }
        }

        reader.Leave(scope);
        return new RoleFacts(new ObjectName(metadata.Namespace, metadata.Name))
        {
            Rules = rules.ToImmutable(),
            // A role without a rule that matters gives nothing to an aggregated one, unless it gathers such rules itself.
            Labels = metadata.Namespace is null && (rules.Count > 0 || !selectors.IsEmpty) ? metadata.Labels : ImmutableSortedDictionary<string, string>.Empty,
            AggregationSelectors = selectors,
        };
    }

    /// <summary>Null for a rule that does not matter.</summary>
    private PolicyRuleFacts? ReadRule<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        Array.ForEach(_lists, l => l.Clear());
        var scope = reader.Enter();
        while (reader.Next(s_rule, out var field))
            _lists[field - 1].Add(_strings.Get(reader.ReadUtf8()));
        reader.Leave(scope);
        var rule = new PolicyRuleFacts([.. _lists[0]], [.. _lists[1]], [.. _lists[2]], [.. _lists[3]]);
        return RbacRelevance.Matters(rule) ? rule : null;
    }

    private ImmutableArray<LabelSelectorFacts> ReadAggregation<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var selectors = ImmutableArray.CreateBuilder<LabelSelectorFacts>();
        var scope = reader.Enter();
        while (reader.Next(s_aggregation, out _))
            selectors.Add(LabelSelectorReader.Read(ref reader, _strings));
        reader.Leave(scope);
        return selectors.ToImmutable();
    }
}
