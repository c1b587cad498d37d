// Gazebo 11 model plugin: steps a world in lockstep with a client on a unix socket.
//
// protocol 3
// The client writes requests, each answered by one state; numbers are little-endian.
//   request  u64 kind   1: step   n efforts, force on the base's origin (3), world axes
//                       2: reset  n joint positions, base position (3) and quaternion w x y z (4)
//            f64 values
//   state    f64 time   q (n)  qd (n)  base position (3)  quaternion (4)  linear (3) and angular velocity (3), world axes
// The world never moves without a request: a client that is slow or stops makes it wait, one that goes away ends it.
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <gazebo/common/Plugin.hh>
#include <gazebo/common/common.hh>
#include <gazebo/gazebo.hh>
#include <gazebo/physics/physics.hh>

namespace {
enum Kind : std::uint64_t { kStep = 1, kReset = 2 };
constexpr int kPollMilliseconds = 200;
// As in our own simulator: below this speed friction is viscous, and this is what ends of joints are made of. Per rad; of
// a joint that slides, Drive::perRadian m count as 1 rad.
constexpr double kStictionSpeed = 1e-2;
constexpr double kStopStiffness = 2000;
constexpr double kStopDamping = 20;
constexpr double kFar = 1e16;

// What a joint has that Gazebo does not know, or knows otherwise.
struct Drive {
  double rotor, damping, friction, lower, upper, perRadian;
};
}  // namespace

class Lockstep : public gazebo::ModelPlugin {
 public:
  void Load(gazebo::physics::ModelPtr model, sdf::ElementPtr sdf) override {
    model_ = model;
    base_ = model->GetLink(sdf->Get<std::string>("base"));
    std::istringstream names(sdf->Get<std::string>("joints"));
    for (std::string name; names >> name;) {
      auto joint = model->GetJoint(name);
      if (!joint) Die("the model has no joint " + name);
      joints_.push_back(joint);
    }
    std::istringstream drives(sdf->Get<std::string>("drives"));
    for (Drive d; drives >> d.rotor >> d.damping >> d.friction >> d.lower >> d.upper >> d.perRadian;) drives_.push_back(d);
    if (drives_.size() != joints_.size()) Die("there must be one drive a joint");
    if (!base_) Die("the model has no link of the base's name");
    effort_.assign(joints_.size() + 3, 0);
    request_.resize(joints_.size() + 7);
    state_.resize(2 * joints_.size() + 14);
    Listen(sdf->Get<std::string>("socket"));
    interrupt_ = gazebo::event::Events::ConnectSigInt([this] { stopped_ = true; });
    begin_ = gazebo::event::Events::ConnectWorldUpdateBegin([this](const gazebo::common::UpdateInfo &) { Begin(); });
    end_ = gazebo::event::Events::ConnectWorldUpdateEnd([this] {
      if (peer_ >= 0) Answer();
    });
  }

  ~Lockstep() override {
    if (peer_ >= 0) close(peer_);
    if (server_ >= 0) close(server_);
  }

 private:
  [[noreturn]] static void Die(const std::string &why) {
    std::fprintf(stderr, "reins_lockstep: %s\n", why.c_str());
    std::_Exit(3);
  }

  void Listen(const std::string &path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) Die("the socket's path is too long: " + path);
    std::strcpy(address.sun_path, path.c_str());
    unlink(path.c_str());
    server_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server_ < 0 || bind(server_, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
        listen(server_, 1) != 0) {
      Die("no socket at " + path + ": " + std::strerror(errno));
    }
  }

  // Waits for a descriptor to be readable; false when the server is told to end.
  bool Wait(int fd) {
    while (!stopped_) {
      pollfd p{fd, POLLIN, 0};
      if (poll(&p, 1, kPollMilliseconds) > 0) return true;
    }
    return false;
  }

  bool Read(void *to, std::size_t size) {
    char *at = static_cast<char *>(to);
    while (size > 0) {
      if (!Wait(peer_)) return false;
      ssize_t n = read(peer_, at, size);
      if (n <= 0) {
        if (n < 0 && errno == EINTR) continue;
        // The client is gone, and the world with it.
        std::_Exit(0);
      }
      at += n;
      size -= n;
    }
    return true;
  }

  void Begin() {
    if (peer_ < 0) {
      if (!Wait(server_)) return;
      peer_ = accept(server_, nullptr, nullptr);
      if (peer_ < 0) Die(std::string("no connection: ") + std::strerror(errno));
    }
    for (;;) {
      std::uint64_t kind = 0;
      if (!Read(&kind, sizeof kind)) return;
      std::size_t n = joints_.size();
      if (kind == kStep) {
        if (!Read(effort_.data(), (n + 3) * sizeof(double))) return;
        for (std::size_t i = 0; i < n; i++) Drives(i, effort_[i]);
        const double *f = effort_.data() + n;
        if (f[0] != 0 || f[1] != 0 || f[2] != 0) {
          base_->AddForceAtWorldPosition({f[0], f[1], f[2]}, base_->WorldPose().Pos());
        }
        return;
      }
      if (kind == kReset) {
        if (!Read(request_.data(), (n + 7) * sizeof(double))) return;
        Reset();
      } else {
        Die("request of unknown kind " + std::to_string(kind));
      }
      Answer();
    }
  }

  // A rotor of inertia I adds I (v' - v) / dt to what the new velocity v' costs: a damper I / dt on v', and the torque
  // I v / dt. Damper and friction are implicit, as a soft stop that the joint is always at: ODE's cfm is 1 / (dt kp + kd)
  // and its erp dt kp / (dt kp + kd).
  void Drives(std::size_t i, double torque) {
    const Drive &d = drives_[i];
    double dt = model_->GetWorld()->Physics()->GetMaxStepSize();
    double q = joints_[i]->Position(0);
    double v = joints_[i]->GetVelocity(0);
    double kp = 0;
    double kd = d.rotor / dt + d.damping + d.friction / std::max(std::abs(v), d.perRadian * kStictionSpeed);
    double at = 0;
    if (q < d.lower || q > d.upper) {
      at = q < d.lower ? d.lower : d.upper;
      kp = kStopStiffness / (d.perRadian * d.perRadian);
      kd += kStopDamping / (d.perRadian * d.perRadian);
    }
    joints_[i]->SetForce(0, torque + d.rotor / dt * v);
    double k = dt * kp + kd;
    if (k > 0) {
      joints_[i]->SetParam("stop_cfm", 0, 1 / k);
      joints_[i]->SetParam("stop_erp", 0, dt * kp / k);
      // Twice, in case a stop is not taken beyond the other one.
      for (const char *stop : {"hi_stop", "lo_stop", "hi_stop"}) joints_[i]->SetParam(stop, 0, at);
    } else {
      joints_[i]->SetParam("hi_stop", 0, kFar);
      joints_[i]->SetParam("lo_stop", 0, -kFar);
    }
  }

  void Reset() {
    std::size_t n = joints_.size();
    const double *b = request_.data() + n;
    auto world = model_->GetWorld();
    world->ResetTime();
    world->ResetPhysicsStates();
    model_->ResetPhysicsStates();
    if (!model_->IsStatic()) {
      model_->SetLinkWorldPose({{b[0], b[1], b[2]}, {b[3], b[4], b[5], b[6]}}, base_);
    }
    // A parent comes before its children: each joint carries all that hangs on it.
    for (std::size_t i = 0; i < n; i++) joints_[i]->SetPosition(0, request_[i]);
    for (auto &link : model_->GetLinks()) {
      link->SetLinearVel({0, 0, 0});
      link->SetAngularVel({0, 0, 0});
    }
    for (auto &joint : joints_) joint->SetVelocity(0, 0);
  }

  void Answer() {
    std::size_t n = joints_.size();
    double *s = state_.data();
    *s++ = model_->GetWorld()->SimTime().Double();
    for (std::size_t i = 0; i < n; i++) s[i] = joints_[i]->Position(0);
    s += n;
    for (std::size_t i = 0; i < n; i++) s[i] = joints_[i]->GetVelocity(0);
    s += n;
    auto pose = base_->WorldPose();
    auto linear = base_->WorldLinearVel();
    auto angular = base_->WorldAngularVel();
    double rest[] = {pose.Pos().X(), pose.Pos().Y(), pose.Pos().Z(), pose.Rot().W(), pose.Rot().X(),
                     pose.Rot().Y(), pose.Rot().Z(), linear.X(),     linear.Y(),     linear.Z(),
                     angular.X(),    angular.Y(),    angular.Z()};
    std::memcpy(s, rest, sizeof rest);
    const char *at = reinterpret_cast<const char *>(state_.data());
    std::size_t size = state_.size() * sizeof(double);
    while (size > 0) {
      ssize_t sent = send(peer_, at, size, MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) std::_Exit(0);
      at += sent;
      size -= sent;
    }
  }

  gazebo::physics::ModelPtr model_;
  gazebo::physics::LinkPtr base_;
  std::vector<gazebo::physics::JointPtr> joints_;
  std::vector<Drive> drives_;
  std::vector<double> effort_, request_, state_;
  int server_ = -1;
  int peer_ = -1;
  std::atomic<bool> stopped_{false};
  gazebo::event::ConnectionPtr begin_, end_, interrupt_;
};

GZ_REGISTER_MODEL_PLUGIN(Lockstep)
