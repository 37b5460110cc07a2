using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster.Selectors;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads <c>rbac/v1 Role</c> and <c>ClusterRole</c>; keeps the rules that matter. Shares strings, so it serves one list at a time.</summary>
internal sealed class RoleReader : IObjectReader<RoleFacts>
{
    private static readonly Fields<RoleField> s_role = new();
    private static readonly Fields<RuleField> s_rule = new();
    private static readonly OneField s_selectors = new(1, "clusterRoleSelectors");

    private readonly StringPool _strings = new();
    private readonly List<string> _verbs = [];
    private readonly List<string> _apiGroups = [];
    private readonly List<string> _resources = [];
    private readonly List<string> _resourceNames = [];

    private enum RoleField
    {
        Metadata = 1,
        Rules = 2,
        AggregationRule = 3,
    }

    private enum RuleField
    {
        Verbs = 1,
        ApiGroups = 2,
        Resources = 3,
        ResourceNames = 4,
    }

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
                case RoleField.Metadata:
                    metadata = MetadataReader.Read(ref reader, _strings);
                    break;
                case RoleField.Rules:
                    if (ReadRule(ref reader) is { } rule)
                        rules.Add(rule);
                    break;
                case RoleField.AggregationRule:
                    selectors = ReadAggregation(ref reader);
                    break;
                default:
                    throw FieldTable.Unread(field);
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
        _verbs.Clear();
        _apiGroups.Clear();
        _resources.Clear();
        _resourceNames.Clear();
        var scope = reader.Enter();
        while (reader.Next(s_rule, out var field))
        {
            var list = field switch
            {
                RuleField.Verbs => _verbs,
                RuleField.ApiGroups => _apiGroups,
                RuleField.Resources => _resources,
                RuleField.ResourceNames => _resourceNames,
                _ => throw FieldTable.Unread(field),
            };
            list.Add(_strings.Get(reader.ReadUtf8()));
        }

        reader.Leave(scope);
        var rule = new PolicyRuleFacts([.. _verbs], [.. _apiGroups], [.. _resources], [.. _resourceNames]);
        return RbacRelevance.Matters(rule) ? rule : null;
    }

    private ImmutableArray<LabelSelectorFacts> ReadAggregation<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var selectors = ImmutableArray.CreateBuilder<LabelSelectorFacts>();
        var scope = reader.Enter();
        while (reader.Next(s_selectors))
            selectors.Add(LabelSelectorReader.Read(ref reader, _strings));
        reader.Leave(scope);
        return selectors.ToImmutable();
    }
}
