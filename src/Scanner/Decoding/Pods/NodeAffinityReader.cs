using Scanner.ApiServer.Wire;

namespace Scanner.Decoding.Pods;

/// <summary>
/// Reads what <c>spec.affinity.nodeAffinity</c> requires of a node. Its terms are alternatives, and the expressions of a term hold together
/// (https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity).
/// </summary>
internal static class NodeAffinityReader
{
    private static readonly OneField s_nodeAffinity = new(1, "nodeAffinity");
    private static readonly OneField s_required = new(1, "requiredDuringSchedulingIgnoredDuringExecution");
    private static readonly OneField s_terms = new(1, "nodeSelectorTerms");
    private static readonly Fields<TermField> s_term = new();
    private static readonly Fields<ExpressionField> s_expression = new();

    private enum TermField
    {
        MatchExpressions = 1,
        MatchFields = 2,
    }

    private enum ExpressionField
    {
        Key = 1,
        Operator = 2,
        Values = 3,
    }

    private enum TermKind
    {
        /// <summary>Matches no node.</summary>
        Empty,
        Windows,
        Other,
    }

    /// <summary>Goes through <c>spec.affinity</c>; true when every alternative demands a node that runs Windows.</summary>
    public static bool RequiresWindows<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (windows, other) = (false, false);
        var affinity = reader.Enter();
        while (reader.Next(s_nodeAffinity))
        {
            var node = reader.Enter();
            while (reader.Next(s_required))
            {
                var required = reader.Enter();
                while (reader.Next(s_terms))
                {
                    var kind = ReadTerm(ref reader);
                    windows |= kind == TermKind.Windows;
                    other |= kind == TermKind.Other;
                }

                reader.Leave(required);
            }

            reader.Leave(node);
        }

        reader.Leave(affinity);
        return windows && !other;
    }

    private static TermKind ReadTerm<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var kind = TermKind.Empty;
        var scope = reader.Enter();
        while (reader.Next(s_term, out var field))
        {
            switch (field)
            {
                case TermField.MatchExpressions:
                    if (ReadExpression(ref reader))
                        kind = TermKind.Windows;
                    break;
                case TermField.MatchFields:
                    reader.Skip();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }

            if (kind == TermKind.Empty)
                kind = TermKind.Other;
        }

        reader.Leave(scope);
        return kind;
    }

    /// <summary>True when only nodes of Windows satisfy the expression.</summary>
    private static bool ReadExpression<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (isOs, isBuild, relation, values, windows, linux) = (false, false, "", 0, 0, 0);
        var scope = reader.Enter();
        while (reader.Next(s_expression, out var field))
        {
            switch (field)
            {
                case ExpressionField.Key:
                    var key = reader.ReadUtf8();
                    (isOs, isBuild) = (WindowsNodes.IsOsLabel(key), WindowsNodes.IsBuildLabel(key));
                    break;
                case ExpressionField.Operator:
                    relation = reader.ReadString();
                    break;
                case ExpressionField.Values:
                    var value = reader.ReadUtf8();
                    values++;
                    windows += value.SequenceEqual("windows"u8) ? 1 : 0;
                    linux += value.SequenceEqual("linux"u8) ? 1 : 0;
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return (isOs && relation == "In" && values > 0 && windows == values)
            || (isOs && relation == "NotIn" && linux > 0 && windows == 0)
            || (isBuild && (relation is "In" or "Exists"));
    }
}
