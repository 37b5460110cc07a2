using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Admission.PodSecurity;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>
/// Reads <c>core/v1 Pod</c> into facts, in one pass for nearly all pods; one that has ephemeral containers is read a second time for
/// their history. Keeps a draft between pods, so it serves one list at a time.
/// </summary>
internal sealed class PodReader : IObjectReader<PodFacts>
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    private readonly StringPool _strings = new();
    private readonly Workloads _workloads;
    private readonly List<ContainerFacts> _containers = [];
    private readonly List<EphemeralContainerDraft> _ephemeral = [];
    private readonly List<ContainerStatusReader.Status> _statuses = [];
    private readonly Dictionary<string, string> _appArmor = [];

    private string _name = "";
    private string _namespace = "";
    private bool _terminating;
    private bool _mirror;
    private bool _windows;
    private PodPhase _phase;
    private (string Kind, string Name) _owner;
    private string _templateHash = "";
    private string _rolloutHash = "";
    private PodSecurityFacts _podSecurity = PodSecurityFacts.Empty;

    public PodReader() => _workloads = new Workloads(_strings);

    public PodFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var again = reader;
        Clear();
        var scope = reader.Enter();
        while (reader.Next(PodFields.Pod, out var field))
        {
            if (field == PodFields.Metadata)
                ReadMetadata(ref reader);
            else if (field == PodFields.Spec)
                ReadSpec(ref reader);
            else
                ReadStatus(ref reader);
        }

        reader.Leave(scope);
        var history = _ephemeral.Count > 0 ? ManagedFieldsReader.Read(ref again) : null;
        return Build(history);
    }

    private PodFacts Build(Dictionary<string, (string Manager, DateTimeOffset? Time)>? history)
    {
        for (var i = 0; i < _containers.Count; i++)
        {
            if (_appArmor.TryGetValue(_containers[i].Name, out var annotation))
                _containers[i] = _containers[i] with { AppArmorAnnotation = annotation };
        }

        var level = PodSecurityStandard.LevelOf(_podSecurity, _containers);
        return new PodFacts
        {
            Namespace = _namespace,
            Name = _name,
            Workload = _workloads.Find(_name, _owner.Kind, _owner.Name, _templateHash, _rolloutHash),
            Phase = _phase,
            Terminating = _terminating,
            Mirror = _mirror,
            Windows = _windows || _podSecurity.Windows,
            HoldsPrivilegedContainer = _containers.Exists(c => c.SecurityContext.Privileged == true),
            Level = level,
            TemplateViolatesBaseline = level == PodSecurityLevel.Privileged && (_ephemeral.Count == 0 || TemplateLevel() == PodSecurityLevel.Privileged),
            EphemeralContainers = history is null ? [] : [.. _ephemeral.Select(draft => Finish(draft, history))],
        };
    }

    private PodSecurityLevel TemplateLevel() =>
        PodSecurityStandard.LevelOf(_podSecurity, _containers.FindAll(c => !_ephemeral.Exists(e => e.Name == c.Name)));

    private EphemeralContainerFacts Finish(EphemeralContainerDraft draft, Dictionary<string, (string Manager, DateTimeOffset? Time)> history)
    {
        var status = _statuses.Find(s => s.Name == draft.Name);
        var (manager, addedAt) = history.TryGetValue(draft.Name, out var owner) ? owner : (null, null);
        var container = _containers.Find(c => c.Name == draft.Name)!;
        return new EphemeralContainerFacts
        {
            Name = draft.Name,
            Image = draft.Image,
            TargetContainer = draft.TargetContainer,
            State = status.Name is null ? ContainerState.Waiting : status.State,
            StartedAt = status.StartedAt,
            FinishedAt = status.FinishedAt,
            Privileged = draft.SecurityContext.Privileged == true,
            PodSecurityLevel = PodSecurityStandard.LevelOf(container, _podSecurity),
            Manager = manager is null ? null : _strings.Get(manager),
            AddedAt = addedAt,
        };
    }

    private void Clear()
    {
        _containers.Clear();
        _ephemeral.Clear();
        _statuses.Clear();
        _appArmor.Clear();
        (_name, _namespace, _templateHash, _rolloutHash) = ("", "", "", "");
        (_terminating, _mirror, _windows) = (false, false, false);
        _phase = PodPhase.Unknown;
        _owner = ("", "");
        _podSecurity = PodSecurityFacts.Empty;
    }

    private void ReadMetadata<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(PodFields.ObjectMeta, out var field))
        {
            switch (field)
            {
                case 1:
                    _name = reader.ReadString();
                    break;
                case 3:
                    _namespace = _strings.Get(reader.ReadUtf8());
                    break;
                case 9:
                    _terminating = true;
                    reader.Skip();
                    break;
                case 11:
                    ReadLabel(ref reader);
                    break;
                case 12:
                    ReadAnnotation(ref reader);
                    break;
                default:
                    ReadOwner(ref reader);
                    break;
            }
        }

        reader.Leave(scope);
    }

    private void ReadLabel<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        reader.ReadMapEntry(out var key, out var value);
        if (key.SequenceEqual("pod-template-hash"u8))
            _templateHash = _strings.Get(value);
        else if (key.SequenceEqual("rollouts-pod-template-hash"u8))
            _rolloutHash = _strings.Get(value);
    }

    private void ReadAnnotation<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        reader.ReadMapEntry(out var key, out var value);
        if (key.SequenceEqual("kubernetes.io/config.mirror"u8))
            _mirror = true;
        else if (key.StartsWith("container.apparmor.security.beta.kubernetes.io/"u8))
            _appArmor[_strings.Get(key[AppArmorAnnotation.Length..])] = _strings.Get(value);
    }

    private void ReadOwner<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (kind, name, controller) = ("", "", false);
        var scope = reader.Enter();
        while (reader.Next(PodFields.OwnerReference, out var field))
        {
            if (field == 1)
                kind = _strings.Get(reader.ReadUtf8());
            else if (field == 3)
                name = _strings.Get(reader.ReadUtf8());
            else
                controller = reader.ReadBool();
        }

        reader.Leave(scope);
        if (controller)
            _owner = (kind, name);
    }

    private void ReadSpec<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(PodFields.PodSpec, out var field))
        {
            switch (field)
            {
                case 1:
                    ReadVolume(ref reader);
                    break;
                case 2 or 20:
                    _containers.Add(ContainerReader.Read(ref reader, _strings));
                    break;
                case 7:
                    reader.ReadMapEntry(out var key, out var value);
                    _windows |= key.SequenceEqual("kubernetes.io/os"u8) && value.SequenceEqual("windows"u8);
                    break;
                case 11 or 12 or 13:
                    if (reader.ReadBool())
                        _podSecurity = _podSecurity with { HostNamespaces = true };
                    break;
                case 14:
                    var (context, sysctls) = SecurityContextReader.ReadOfPod(ref reader);
                    _podSecurity = _podSecurity with { SecurityContext = context, Sysctls = sysctls };
                    break;
                case 34:
                    ReadEphemeralContainer(ref reader);
                    break;
                case 36:
                    if (SecurityContextReader.ReadName(ref reader, PodFields.PodOs) == "windows")
                        _podSecurity = _podSecurity with { Windows = true };
                    break;
                default:
                    if (!reader.ReadBool())
                        _podSecurity = _podSecurity with { HostUsersFalse = true };
                    break;
            }
        }

        reader.Leave(scope);
    }

    private void ReadVolume<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (hostPath, allowed) = VolumeKinds.Read(ref reader);
        if (hostPath)
            _podSecurity = _podSecurity with { HostPathVolume = true };
        if (!allowed)
            _podSecurity = _podSecurity with { RestrictedVolume = true };
    }

    private void ReadEphemeralContainer<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var draft = EphemeralContainerReader.Read(ref reader, _strings);
        _ephemeral.Add(draft);
        _containers.Add(new ContainerFacts(draft.Name, draft.SecurityContext));
    }

    private void ReadStatus<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(PodFields.PodStatus, out var field))
        {
            if (field == 1)
                _phase = Phase(reader.ReadUtf8());
            else
                _statuses.Add(ContainerStatusReader.Read(ref reader));
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
