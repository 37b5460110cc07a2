using Scanner.ApiServer.Wire;
using Scanner.Core.Admission.PodSecurity;
using Scanner.Core.Cluster;

namespace Scanner.Decoding.Pods;

/// <summary>
/// Reads <c>core/v1 Pod</c> into facts, in one pass for nearly all pods; one that has ephemeral containers is read a second time for
/// their history. Keeps a draft between pods, so it serves one list at a time.
/// </summary>
internal sealed class PodReader : IObjectReader<PodFacts>
{
    private static readonly Fields<PodField> s_pod = new();
    private static readonly Fields<StatusField> s_status = new();

    private readonly ReadingPools _pools = new();
    private readonly PodCombinations _combinations;
    private readonly Workloads _workloads;
    private readonly PodDraft _pod = new();
    private readonly PodDraft.LabelList _labels = new();
    private readonly Func<bool> _keepsLabels;

    /// <param name="keepsLabels">Asked for each pod; null for never.</param>
    public PodReader(Func<bool>? keepsLabels = null)
    {
        _workloads = new Workloads(_pools.Strings);
        _combinations = new PodCombinations(_pools.Strings);
        _keepsLabels = keepsLabels ?? (static () => false);
    }

    private enum PodField
    {
        Metadata = 1,
        Spec = 2,
        Status = 3,
    }

    private enum StatusField
    {
        Phase = 1,
        EphemeralContainerStatuses = 13,
    }

    public PodFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var again = reader;
        _pod.Clear();
        _labels.Clear();
        _pod.Labels = _keepsLabels() ? _labels : null;
        var scope = reader.Enter();
        while (reader.Next(s_pod, out var field))
        {
            switch (field)
            {
                case PodField.Metadata:
                    PodMetadataReader.Read(ref reader, _pod, _pools.Strings);
                    break;
                case PodField.Spec:
                    PodSpecReader.Read(ref reader, _pod, _pools);
                    break;
                case PodField.Status:
                    ReadStatus(ref reader);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        var history = _pod.Ephemeral.Count > 0 ? ManagedFieldsReader.Read(ref again) : null;
        return Build(history);
    }

    private PodFacts Build(Dictionary<string, (string Manager, DateTimeOffset? Time)>? history)
    {
        var all = _pod.Containers;
        var template = all.Count;
        _pod.Combination += _combinations.OfPod(_pod.Security);
        foreach (var container in all)
            _pod.Combination += _combinations.OfContainer(container);
        foreach (var draft in _pod.Ephemeral)
            all.Add(draft.Container);
        var level = PodSecurityStandard.LevelOf(_pod.Security, all);
        return new PodFacts
        {
            Namespace = _pod.Namespace,
            Name = _pod.Name,
            Workload = _workloads.Find(_pod.Name, _pod.Owner.Kind, _pod.Owner.Name, _pod.TemplateHash, _pod.RolloutHash),
            Phase = _pod.Phase,
            Terminating = _pod.Terminating,
            Mirror = _pod.Mirror,
            Windows = _pod.SelectsWindows || _pod.Security.Windows,
            HoldsPrivilegedContainer = all.Exists(c => c.SecurityContext.Privileged == true),
            Level = level,
            TemplateViolatesBaseline = level == PodSecurityLevel.Privileged
                && (template == all.Count || PodSecurityStandard.LevelOf(_pod.Security, all.GetRange(0, template)) == PodSecurityLevel.Privileged),
            Image = _pod.Image,
            Combination = _pod.Combination,
            Labels = _pod.Labels?.Take(),
            EphemeralContainers = history is null ? [] : [.. _pod.Ephemeral.Select(draft => Finish(draft, history))],
        };
    }

    private EphemeralContainerFacts Finish(EphemeralContainerDraft draft, Dictionary<string, (string Manager, DateTimeOffset? Time)> history)
    {
        var container = draft.Container;
        var status = _pod.EphemeralStatuses.Find(s => s.Name == container.Name);
        var (manager, addedAt) = history.TryGetValue(container.Name, out var owner) ? owner : (null, null);
        return new EphemeralContainerFacts
        {
            Name = container.Name,
            Image = draft.Image,
            TargetContainer = draft.TargetContainer,
            State = status.Name is null ? ContainerState.Waiting : status.State,
            StartedAt = status.StartedAt,
            FinishedAt = status.FinishedAt,
            Privileged = container.SecurityContext.Privileged == true,
            PodSecurityLevel = PodSecurityStandard.LevelOf(container, _pod.Security),
            Manager = manager is null ? null : _pools.Strings.Get(manager),
            AddedAt = addedAt,
        };
    }

    private void ReadStatus<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_status, out var field))
        {
            switch (field)
            {
                case StatusField.Phase:
                    _pod.Phase = Phase(reader.ReadUtf8());
                    break;
                case StatusField.EphemeralContainerStatuses:
                    _pod.EphemeralStatuses.Add(ContainerStatusReader.Read(ref reader));
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
    }

    private static PodPhase Phase(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("Running"u8) ? PodPhase.Running
        : text.SequenceEqual("Pending"u8) ? PodPhase.Pending
        : text.SequenceEqual("Succeeded"u8) ? PodPhase.Succeeded
        : text.SequenceEqual("Failed"u8) ? PodPhase.Failed
        : PodPhase.Unknown;
}
